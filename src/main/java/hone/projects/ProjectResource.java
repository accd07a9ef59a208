package hone.projects;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.ChangeProject;
import hone.project.CreateProject;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.project.ProjectSettings;
import hone.project.Slug;
import hone.project.WorkSettings;
import hone.web.Complaints;
import hone.web.Invalid;
import hone.web.LocalDay;
import hone.web.SentFields;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The list of projects, new ones, and the settings of each. */
@Path("/")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class ProjectResource {
    private static final MediaType HTML = MediaType.TEXT_HTML_TYPE.withCharset("utf-8");

    private final SignedIn me;
    private final CurrentProject here;
    private final WorkSettings.Repo askedWork;
    private final ProjectRow.Query rows;
    private final CreateProject creation;
    private final ChangeProject changes;
    private final LocalDay day;

    ProjectResource(
            SignedIn me,
            CurrentProject here,
            WorkSettings.Repo askedWork,
            ProjectRow.Query rows,
            CreateProject creation,
            ChangeProject changes,
            LocalDay day) {
        this.me = me;
        this.here = here;
        this.askedWork = askedWork;
        this.rows = rows;
        this.creation = creation;
        this.changes = changes;
        this.day = day;
    }

    @GET
    @Path("projects")
    public Response list(@RestQuery @Nullable String q, @RestQuery @Nullable String page) {
        return listPage(
                200,
                listed(Typed.line(q), Typed.whole(page, 1, 100_000).orElse(1)),
                new ProjectForm(),
                Complaints.NONE);
    }

    @POST
    @Path("projects")
    @RolesAllowed(Role.ADMIN)
    public Response create(@BeanParam ProjectForm form) {
        try {
            Project project = read(form);
            QuarkusTransaction.requiringNew().run(() -> creation.create(project, project.createdAt));
            return Response.seeOther(URI.create("/p/" + project.slug)).build();
        } catch (ConstraintViolationException e) {
            return listPage(
                    409,
                    listed("", 1),
                    form,
                    new Complaints(
                            Map.of("name", "There is a project with this name in its address. Choose another.")));
        } catch (Invalid e) {
            return listPage(400, listed("", 1), form, Complaints.of(e));
        }
    }

    private Project read(ProjectForm form) {
        Complaints.Collector complaints = new Complaints.Collector();
        String name = Typed.line(form.name);
        ProjectSettings.checkName(name, complaints);
        if (Slug.of(name).isEmpty()) {
            complaints.add(
                    "name", "The name needs a Latin letter or a digit: the project’s address is made from them.");
        }
        complaints.throwIfAny();
        return Project.named(Slug.of(name), name, me.id(), Instant.now());
    }

    @GET
    @Path("p/{slug}/settings")
    @RolesAllowed(Role.ADMIN)
    public Response settings(String slug, @RestQuery Optional<String> saved) {
        Project project = here.enter(slug);
        return settingsPage(200, ProjectForm.of(project, askedWork.of(project.id)), Complaints.NONE, saved.isPresent());
    }

    @POST
    @Path("p/{slug}/settings")
    @RolesAllowed(Role.ADMIN)
    public Response save(String slug, @BeanParam ProjectForm form) {
        Project entered = here.enter(slug);
        form.withKinds(SentFields.all());
        try {
            ProjectSettings wanted = form.read();
            UUID by = me.id();
            QuarkusTransaction.requiringNew()
                    .run(() -> changes.change(entered.id, before -> wanted, by, Instant.now()));
        } catch (Invalid e) {
            return settingsPage(400, form, Complaints.of(e), false);
        }
        return Response.seeOther(URI.create("/p/" + slug + "/settings?saved=yes"))
                .build();
    }

    private ProjectList listed(String query, int page) {
        return rows.visibleTo(me.id(), here.sight(), query, page, day.start(Instant.now()));
    }

    private static Response listPage(int status, ProjectList list, ProjectForm form, Complaints complaints) {
        return Response.status(status)
                .type(HTML)
                .entity(ProjectPages.projects(list, form, complaints))
                .build();
    }

    private static Response settingsPage(int status, ProjectForm form, Complaints complaints, boolean saved) {
        return Response.status(status)
                .type(HTML)
                .entity(ProjectPages.settings(form, complaints, saved))
                .build();
    }
}
