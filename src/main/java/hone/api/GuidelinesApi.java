package hone.api;

import hone.guideline.Guideline;
import hone.guideline.GuidelineVersion;
import hone.guideline.PublishGuideline;
import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.token.Scope;
import hone.web.NotFound;
import hone.web.Typed;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The guidelines of a project, one per kind of work. */
@Path("/api/v1/projects/{slug}/guidelines")
@Produces(Shapes.JSON)
@RunOnVirtualThread
@CustomDeserialization(StrictJson.class)
@Tag(name = "Guidelines")
class GuidelinesApi {
    private final SignedIn me;
    private final CurrentProject here;
    private final Guideline.Repo guidelines;
    private final GuidelineVersion.Repo versions;
    private final PublishGuideline publishing;
    private final Once once;

    GuidelinesApi(
            SignedIn me,
            CurrentProject here,
            Guideline.Repo guidelines,
            GuidelineVersion.Repo versions,
            PublishGuideline publishing,
            Once once) {
        this.me = me;
        this.here = here;
        this.guidelines = guidelines;
        this.versions = versions;
        this.publishing = publishing;
        this.once = once;
    }

    /** A published version. */
    @Schema(name = "Guideline")
    public record GuidelineJson(
            @Schema(description = "The id that judgments refer to.")
            UUID id,

            String kind,

            @Schema(description = "Counts from 1.", examples = "3")
            int number,

            @Schema(
                    description = "The text, as Markdown.",
                    examples = "### K1 Answer the request first\nAn answer that ignores it loses.")
            String markdown,

            @Schema(description = "What is new in this version.", examples = "K1 is clearer.")
            String note,

            Instant publishedAt) {
        static GuidelineJson of(WorkKind kind, GuidelineVersion version) {
            return new GuidelineJson(
                    version.id, kind.wireName(), version.number, version.markdown, version.note, version.publishedAt);
        }
    }

    /** The next version. */
    @Schema(name = "NewGuidelineVersion")
    public record New(
            @Schema(
                    description = "The whole text. A rule is a heading such as `### K2 Let it end kindly`.",
                    examples = "### K1 Answer the request first\nAn answer that ignores it loses.",
                    required = true)
            @Nullable
            String markdown,

            @Schema(
                    description = "A sentence about what is new, shown to labelers.",
                    examples = "K1 is clearer.",
                    required = true)
            @Nullable
            String note) {}

    @GET
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Scope.GUIDELINES_READ})
    @Operation(
            operationId = "listGuidelines",
            summary = "List guidelines",
            description = "The newest version for each kind of work.")
    public List<GuidelineJson> list(String slug) {
        Project project = here.enter(slug);
        List<GuidelineJson> all = new ArrayList<>();
        for (WorkKind kind : WorkKind.values()) {
            versions.newest(project.id, kind).ifPresent(newest -> all.add(GuidelineJson.of(kind, newest)));
        }
        return all;
    }

    @GET
    @Path("{kind}")
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Scope.GUIDELINES_READ})
    @Operation(
            operationId = "getGuideline",
            summary = "Read a guideline",
            description = "Returns the newest version; its number is the ETag.")
    @APIResponseSchema(value = GuidelineJson.class, responseCode = "200", responseDescription = "The newest version.")
    public Response get(String slug, String kind) {
        Project project = here.enter(slug);
        WorkKind known = known(kind);
        return versions.newest(project.id, known)
                .map(newest -> answer(Response.ok(), known, newest))
                .orElseThrow(() -> new NotFound("guideline " + kind));
    }

    @GET
    @Path("{kind}/versions/{number}")
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Scope.GUIDELINES_READ})
    @Operation(
            operationId = "getGuidelineVersion",
            summary = "Read one version",
            description = "Versions never change.")
    public GuidelineJson version(String slug, String kind, int number) {
        WorkKind known = known(kind);
        Guideline guideline = guideline(here.enter(slug), known);
        return versions.history(guideline.id).stream()
                .filter(version -> version.number == number)
                .findFirst()
                .map(version -> GuidelineJson.of(known, version))
                .orElseThrow(() -> new NotFound("version " + number));
    }

    @POST
    @Path("{kind}/versions")
    @Consumes(Shapes.JSON)
    @RolesAllowed({Role.ADMIN, Scope.GUIDELINES_WRITE})
    @Operation(
            operationId = "publishGuideline",
            summary = "Publish the next version",
            description =
                    "`If-Match` must be the current version. Open tasks keep the version they were handed out with.")
    @APIResponseSchema(value = GuidelineJson.class, responseCode = "201", responseDescription = "Published.")
    public Response publish(
            String slug, String kind, @HeaderParam(Shapes.IF_MATCH) @Nullable String ifMatch, @Nullable New sent) {
        New wanted = Body.of(sent);
        WorkKind known = known(kind);
        Guideline guideline = guideline(here.enter(slug), known);
        PublishGuideline.Text text =
                new PublishGuideline.Text(Typed.text(wanted.markdown()), Typed.line(wanted.note()));
        UUID by = me.id();
        return once.write(wanted, () -> {
            GuidelineVersion version = publishing.next(
                    guideline, text, newest -> ETag.of(newest.number).require(ifMatch), by, Instant.now());
            URI address =
                    URI.create("/api/v1/projects/" + slug + "/guidelines/" + known + "/versions/" + version.number);
            return answer(Response.created(address), known, version);
        });
    }

    private Guideline guideline(Project project, WorkKind kind) {
        Optional<Guideline> guideline = guidelines.of(project.id, kind);
        return guideline.orElseThrow(() -> new NotFound("guideline " + kind));
    }

    private static WorkKind known(String kind) {
        return WorkKind.named(kind).orElseThrow(() -> new NotFound("guideline " + kind));
    }

    private static Response answer(Response.ResponseBuilder builder, WorkKind kind, GuidelineVersion version) {
        return builder.entity(GuidelineJson.of(kind, version))
                .header("ETag", ETag.of(version.number).value())
                .build();
    }
}
