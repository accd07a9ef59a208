package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Message;
import hone.contract.Wire;
import hone.judgment.Counting;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.token.Scope;
import hone.web.Invalid;
import hone.web.Sql;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accepted judgments, as far as the caller may see them. */
@Path("/api/v1/projects/{slug}/judgments")
@Produces(Shapes.JSON)
@RunOnVirtualThread
@Tag(name = "Judgments")
class JudgmentsApi {
    private static final ObjectMapper JSON = Wire.mapper();
    private static final TypeReference<List<Message>> MESSAGES = new TypeReference<>() {};
    private static final TypeReference<List<Presented>> ANSWERS = new TypeReference<>() {};

    /** Before the first judgment. */
    private static final Place FIRST = new Place(Instant.EPOCH, new UUID(0, 0));

    private final CurrentProject here;
    private final Blind blind;
    private final Sql sql;

    JudgmentsApi(CurrentProject here, Blind blind, Sql sql) {
        this.here = here;
        this.blind = blind;
        this.sql = sql;
    }

    /** A judgment with its prompt and answers. */
    @Schema(name = "Judgment")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record JudgmentJson(
            UUID id,
            UUID taskId,
            UUID promptId,
            By by,

            @Schema(description = "The conversation; the last turn is the prompt.")
            List<AssignmentJson.Turn> prompt,

            @Schema(description = "In the order in which they were presented.")
            List<Presented> answers,

            VerdictJson verdict,
            @Schema(examples = "B forgets what was asked.") Optional<String> rationale,
            @Schema(examples = "[\"K1\"]") List<String> citedRules,
            Instant acceptedAt) {}

    /** Who judged, and how. */
    @Schema(name = "JudgedBy")
    public record By(
            @Schema(description = "The id of the person; see `listPeople`.")
            UUID labelerId,

            @Schema(description = "Whether a program judged.", examples = "false")
            boolean simulated,

            @Schema(description = "From handing out to submission.", examples = "41")
            long seconds,

            @Schema(description = "The version of the guideline that was shown.", examples = "3")
            long guidelineVersion) {}

    /** An answer that was presented. */
    @Schema(name = "PresentedAnswer")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Presented(
            UUID id,

            @Schema(examples = "It came home before the rain.")
            String text,

            @Schema(description = "The model that generated it; absent for imported and written answers.")
            @JsonProperty("modelVersionId")
            Optional<UUID> model) {}

    private record Place(Instant acceptedAt, UUID id) {
        static Place read(String text) {
            String[] parts = text.split(" ", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("no place: " + text);
            }
            return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
        }
    }

    @GET
    @RolesAllowed({Role.REVIEWER, Role.ADMIN, Scope.JUDGMENTS_READ})
    @Operation(
            operationId = "listJudgments",
            summary = "List judgments",
            description =
                    "Accepted judgments that have not been withdrawn, oldest first. Tasks that the caller may still judge are left out. "
                            + "To follow new judgments, use a webhook or the Kafka topic `judgments`.")
    public Page<JudgmentJson> list(
            String slug,
            @BeanParam Listing listing,
            @QueryParam("kind") @Parameter(description = "Only judgments of this kind.") @Nullable String kind,
            @QueryParam("acceptedFrom")
                    @Parameter(
                            description = "Only judgments accepted at this time or later.",
                            example = "2026-11-01T00:00:00Z")
                    @Nullable
                    String acceptedFrom) {
        Project project = here.enter(slug);
        Cursor.Asked asked = listing.asked();
        Place after = asked.after(Place::read).orElse(FIRST);
        // A constant's name, so it stands in the text: one plan for all values would not choose the index of kinds.
        Optional<String> only = Optional.ofNullable(kind)
                .map(name -> WorkKind.named(name)
                        .orElseThrow(
                                () -> Invalid.field("kind", "There are " + String.join(", ", WorkKind.names()) + "."))
                        .wireName());
        List<JudgmentJson> rows = sql.list(
                """
                select j.id, j.task_id, j.prompt_id, j.labeler_id, j.simulated, j.seconds, j.verdict, j.rationale, j.rules,
                  j.accepted_at, p.messages, v.number,
                  (select coalesce(json_agg(json_build_object(
                       'id', w.id, 'text', w.text, 'modelVersionId', w.model_version_id) order by x.position), '[]')
                   from assignment_answer x join answer w on w.id = x.answer_id
                   where x.assignment_id = j.assignment_id) as answers
                from (
                  select j.* from judgment j
                  where j.project_id = ? and %s and j.accepted_at >= ? and (j.accepted_at, j.id) > (?, ?)
                    %s and not may_still_judge(?, j.task_id)
                  order by j.accepted_at, j.id limit %d) j
                join prompt p on p.id = j.prompt_id join assignment a on a.id = j.assignment_id
                join guideline_version v on v.id = a.guideline_version_id
                order by j.accepted_at, j.id""".formatted(
                                Counting.COUNTS,
                                only.map(word -> "and j.kind = '" + word + "'").orElse(""),
                                asked.rows()),
                JudgmentsApi::read,
                project.id,
                from(acceptedFrom).isAfter(after.acceptedAt()) ? from(acceptedFrom) : after.acceptedAt(),
                after.acceptedAt(),
                after.id(),
                blind.judge());
        return Page.of(rows, asked, judgment -> judgment.acceptedAt() + " " + judgment.id());
    }

    private static Instant from(@Nullable String acceptedFrom) {
        try {
            return acceptedFrom == null ? Instant.EPOCH : Instant.parse(acceptedFrom);
        } catch (DateTimeParseException e) {
            throw Invalid.field("acceptedFrom", "A time in UTC such as 2026-11-01T00:00:00Z.");
        }
    }

    private static JudgmentJson read(Sql.Cells c) throws SQLException {
        return new JudgmentJson(
                c.id("id"),
                c.id("task_id"),
                c.id("prompt_id"),
                new By(c.id("labeler_id"), c.flag("simulated"), c.number("seconds"), c.number("number")),
                AssignmentJson.Turn.of(json(c.text("messages"), MESSAGES)),
                json(c.text("answers"), ANSWERS),
                VerdictJson.of(Wire.read(c.text("verdict"), Verdict.class).judged()),
                c.maybeText("rationale"),
                c.texts("rules"),
                c.time("accepted_at"));
    }

    private static <T> T json(String text, TypeReference<T> shape) {
        try {
            return JSON.readValue(text, shape);
        } catch (IOException e) {
            throw new UncheckedIOException("a judgment can’t be read", e);
        }
    }
}
