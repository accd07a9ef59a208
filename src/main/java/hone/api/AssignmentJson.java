package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.contract.Message;
import hone.guideline.Criterion;
import hone.guideline.Guidelines;
import hone.kind.WorkKind;
import hone.task.Assignment;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A task in a labeler's hands: what the work page shows and no more. The models behind the answers stay hidden. */
@Schema(name = "Assignment")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AssignmentJson(
        @Schema(description = "Used to submit and skip.", examples = "0199b7e0-3f2a-7c4f-8f6e-2a9d1b7c3e55")
        UUID id,

        @Schema(examples = "kind-endings") String project,
        String kind,

        @Schema(
                enumeration = {"open", "judged", "skipped", "expired", "released"},
                examples = "open")
        String state,

        @Schema(description = "When the lease expires; absent if the task is not open.")
        Optional<Instant> leaseUntil,

        @Schema(description = "The conversation; the last turn is the prompt.")
        List<Turn> prompt,

        @Schema(description = "In the order in which they must be presented.")
        List<Shown> answers,

        @Schema(description = "The guideline version to judge by.")
        Beside guideline) {

    /** A turn of the conversation. */
    @Schema(name = "Turn")
    public record Turn(
            @Schema(
                    enumeration = {"system", "user", "assistant"},
                    examples = "user")
            String role,

            @Schema(examples = "Tell of a kite.") String content) {
        static List<Turn> of(List<Message> messages) {
            return messages.stream().map(m -> new Turn(m.role(), m.content())).toList();
        }
    }

    /** An answer. */
    @Schema(name = "ShownAnswer")
    public record Shown(
            UUID id,

            @Schema(examples = "It came home before the rain.")
            String text) {
        static List<Shown> of(Assignment assignment) {
            return assignment.answers().stream()
                    .map(answer -> new Shown(answer.id(), answer.text()))
                    .toList();
        }
    }

    /** The guideline version that the task was handed out with. */
    @Schema(name = "GuidelineBeside")
    public record Beside(
            @Schema(examples = "3") int number,
            @Schema(description = "The text, as Markdown.") String markdown,

            @Schema(description = "Ids of rules that may be cited.", examples = "[\"K1\", \"K2\"]")
            List<String> rules,

            @Schema(description = "The criteria for ratings; empty for other kinds.")
            List<Rated> ratedBy) {
        static Beside of(Assignment assignment, Guidelines.Text guideline) {
            return new Beside(
                    guideline.number(),
                    guideline.markdown(),
                    guideline.rules().ids(),
                    assignment.kind().is(WorkKind.Labor.CHOOSING) ? criteria(guideline) : List.of());
        }

        private static List<Rated> criteria(Guidelines.Text guideline) {
            return Criterion.of(guideline.rules()).stream()
                    .map(c -> new Rated(c.name(), c.scale().name().toLowerCase(Locale.ROOT)))
                    .toList();
        }
    }

    /** A scale or a flag. */
    @Schema(name = "Criterion")
    public record Rated(
            @Schema(examples = "Helpful") String name,

            @Schema(
                    enumeration = {"seven", "flag"},
                    examples = "seven")
            String scale) {}

    static AssignmentJson of(Assignment assignment, Guidelines.Text guideline) {
        boolean held = assignment.is(Assignment.State.OPEN);
        return new AssignmentJson(
                assignment.id(),
                assignment.project().slug(),
                assignment.kind().wireName(),
                assignment.state().name().toLowerCase(Locale.ROOT),
                held ? Optional.of(assignment.lease().until()) : Optional.empty(),
                Turn.of(assignment.prompt().messages()),
                Shown.of(assignment),
                Beside.of(assignment, guideline));
    }
}
