package hone.api;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.ChangeProject;
import hone.project.CreateProject;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.project.ProjectSettings;
import hone.project.Slug;
import hone.project.WorkSettings;
import hone.token.Scope;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Refused;
import hone.web.Sql;
import hone.web.Typed;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Projects: list, create, read and change. */
@Path("/api/v1/projects")
@Produces(Shapes.JSON)
@RunOnVirtualThread
@CustomDeserialization(StrictJson.class)
@Tag(name = "Projects")
class ProjectsApi {
    private final SignedIn me;
    private final CurrentProject here;
    private final Project.Repo projects;
    private final WorkSettings.Repo askedWork;
    private final CreateProject creation;
    private final ChangeProject changes;
    private final Once once;
    private final Sql sql;

    ProjectsApi(
            SignedIn me,
            CurrentProject here,
            Project.Repo projects,
            WorkSettings.Repo askedWork,
            CreateProject creation,
            ChangeProject changes,
            Once once,
            Sql sql) {
        this.me = me;
        this.here = here;
        this.projects = projects;
        this.askedWork = askedWork;
        this.creation = creation;
        this.changes = changes;
        this.once = once;
        this.sql = sql;
    }

    /** An entry of the list. */
    @Schema(name = "ProjectSummary")
    public record Summary(
            @Schema(examples = "kind-endings") String slug,
            @Schema(examples = "Kind endings") String name,
            String description,
            Instant createdAt) {}

    /** A project to create. */
    @Schema(name = "NewProject")
    public record New(
            @Schema(description = "The slug is derived from it.", examples = "Kind endings", required = true) @Nullable
            String name,

            @Schema(examples = "Stories that end kindly.") @Nullable
            String description,

            ProjectChange.@Nullable Settings settings) {}

    @GET
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Role.PROGRAM, Scope.PROJECTS_READ})
    @Operation(
            operationId = "listProjects",
            summary = "List projects",
            description = "The projects that the token may see, by slug.")
    public Page<Summary> list(@BeanParam Listing listing) {
        Cursor.Asked asked = listing.asked();
        boolean all = here.sight() == Project.Sight.ALL;
        UUID only = here.only().orElse(null);
        List<Summary> rows = sql.list(
                """
                select p.slug, p.name, p.description, p.created_at from project p
                where p.slug > ? and (? or exists (select 1 from member m where m.project_id = p.id and m.labeler_id = ?))
                  and (cast(? as uuid) is null or p.id = ?)
                order by p.slug limit ?""",
                c -> new Summary(c.text("slug"), c.text("name"), c.text("description"), c.time("created_at")),
                asked.after().orElse(""),
                all,
                me.id(),
                only,
                only,
                asked.rows());
        return Page.of(rows, asked, Summary::slug);
    }

    @POST
    @Consumes(Shapes.JSON)
    @RolesAllowed({Role.ADMIN, Scope.PROJECTS_WRITE})
    @Operation(
            operationId = "createProject",
            summary = "Create a project",
            description = "Creates a project with the guidelines that ship with Hone. The creator is its first member.")
    @APIResponseSchema(value = ProjectJson.class, responseCode = "201", responseDescription = "Created.")
    public Response create(@Nullable New sent) {
        New wanted = Body.of(sent);
        if (here.only().isPresent()) {
            throw new Refused(403, "Not allowed", "This token is for one project; it can’t create others.");
        }
        String name = Typed.line(wanted.name());
        Complaints.Collector complaints = new Complaints.Collector();
        ProjectSettings.checkName(name, complaints);
        if (Slug.of(name).isEmpty()) {
            complaints.add("name", "The name needs a Latin letter or a digit: the project’s address is made of them.");
        }
        complaints.throwIfAny();
        UUID by = me.id();
        try {
            return once.write(wanted, () -> {
                Instant now = Instant.now();
                Project project = Project.named(Slug.of(name), name, by, now);
                creation.create(project, now);
                ProjectChange rest = new ProjectChange(null, wanted.description(), wanted.settings());
                changes.change(project.id, rest::over, by, now);
                return answer(Response.created(URI.create("/api/v1/projects/" + project.slug)), project);
            });
        } catch (ConstraintViolationException e) {
            throw new Conflict("There is a project with the address “" + Slug.of(name) + "”. Choose another name.");
        }
    }

    @GET
    @Path("{slug}")
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Role.PROGRAM, Scope.PROJECTS_READ})
    @Operation(
            operationId = "getProject",
            summary = "Read a project",
            description = "Returns the ETag that changing it requires.")
    @APIResponseSchema(value = ProjectJson.class, responseCode = "200", responseDescription = "The project.")
    public Response get(String slug) {
        return answer(Response.ok(), here.enter(slug));
    }

    @PATCH
    @Path("{slug}")
    @Consumes({Shapes.JSON, "application/merge-patch+json"})
    @RolesAllowed({Role.ADMIN, Scope.PROJECTS_WRITE})
    @Operation(
            operationId = "changeProject",
            summary = "Change a project",
            description =
                    "Changes only the fields that are sent. `If-Match` must be the current ETag, so that no other change is overwritten.")
    @APIResponseSchema(value = ProjectJson.class, responseCode = "200", responseDescription = "The changed project.")
    public Response change(
            String slug, @HeaderParam(Shapes.IF_MATCH) @Nullable String ifMatch, @Nullable ProjectChange sent) {
        ProjectChange wanted = Body.of(sent);
        Project entered = here.enter(slug);
        UUID by = me.id();
        return once.write(wanted, () -> {
            changes.change(
                    entered.id,
                    before -> {
                        json(projects.findById(entered.id)).tag().require(ifMatch);
                        return wanted.over(before);
                    },
                    by,
                    Instant.now());
            return answer(Response.ok(), projects.findById(entered.id));
        });
    }

    private Response answer(Response.ResponseBuilder builder, Project project) {
        ProjectJson json = json(project);
        return builder.entity(json).header("ETag", json.tag().value()).build();
    }

    private ProjectJson json(Project project) {
        return ProjectJson.of(project, askedWork.of(project.id));
    }
}
