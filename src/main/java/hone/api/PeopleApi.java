package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Membership;
import hone.project.Project;
import hone.token.Scope;
import hone.web.Sql;
import hone.web.Typed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The members of a project. */
@Path("/api/v1/projects/{slug}/people")
@Produces(Shapes.JSON)
@RunOnVirtualThread
@Tag(name = "People")
class PeopleApi {
    private final SignedIn me;
    private final CurrentProject here;
    private final Membership membership;
    private final Once once;
    private final Sql sql;

    PeopleApi(SignedIn me, CurrentProject here, Membership membership, Once once, Sql sql) {
        this.me = me;
        this.here = here;
        this.membership = membership;
        this.once = once;
        this.sql = sql;
    }

    /** A member. */
    @Schema(name = "Person")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record PersonJson(
            @Schema(description = "`labelerId` of their judgments.", examples = "0199b7e0-3f2a-7c4f-8f6e-2a9d1b7c3e55")
            UUID id,

            @Schema(description = "As it is typed at sign-in.", examples = "lena")
            String username,

            @Schema(examples = "Lena Sommer") String name,

            @Schema(description = "A program; its judgments are marked as simulated.", examples = "false")
            boolean simulated,

            Instant addedAt,

            @Schema(description = "Absent before the first sign-in.")
            Optional<Instant> lastSeenAt) {}

    @GET
    @RolesAllowed({Role.ADMIN, Scope.PEOPLE_READ})
    @Operation(
            operationId = "listPeople",
            summary = "List people",
            description = "The members of a project, by user name.")
    public Page<PersonJson> list(String slug, @BeanParam Listing listing) {
        Project project = here.enter(slug);
        Cursor.Asked asked = listing.asked();
        List<PersonJson> rows = sql.list(
                """
                select l.id, l.username, l.display_name, l.simulated, m.added_at, l.last_seen_at
                from member m join labeler l on l.id = m.labeler_id
                where m.project_id = ? and l.username > ? order by l.username limit ?""",
                c -> new PersonJson(
                        c.id("id"),
                        c.text("username"),
                        c.text("display_name"),
                        c.flag("simulated"),
                        c.time("added_at"),
                        c.maybeTime("last_seen_at")),
                project.id,
                asked.after().orElse(""),
                asked.rows());
        return Page.of(rows, asked, PersonJson::username);
    }

    @PUT
    @Path("{username}")
    @RolesAllowed({Role.ADMIN, Scope.PEOPLE_WRITE})
    @Operation(
            operationId = "addPerson",
            summary = "Add a person",
            description = "Adds a member by user name, even before their first sign-in. Idempotent.")
    @APIResponse(responseCode = "204", description = "The person is a member.")
    public Response add(String slug, String username) {
        Project project = here.enter(slug);
        String name = Membership.username(username);
        UUID by = me.id();
        return once.write(name, () -> {
            membership.add(project, name, by, Instant.now());
            return Response.noContent().build();
        });
    }

    @DELETE
    @Path("{username}")
    @RolesAllowed({Role.ADMIN, Scope.PEOPLE_WRITE})
    @Operation(
            operationId = "removePerson",
            summary = "Remove a person",
            description = "Their judgments are kept; a task in their hands becomes free.")
    @APIResponse(responseCode = "204", description = "The person is no longer a member.")
    public Response remove(String slug, String username) {
        Project project = here.enter(slug);
        String name = Typed.line(username);
        UUID by = me.id();
        return once.write(name, () -> {
            membership.remove(project, name, by, Instant.now());
            return Response.noContent().build();
        });
    }
}
