package hone.datasets;

import hone.dataset.DeletionRequests;
import hone.dataset.DeletionRequests.About;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** Deletions that were carried out, and the form for a new one. */
@Path("/p/{slug}/datasets/deletions")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class DeletionResource {
    private static final int DELETING_SECONDS_MAX = 900;
    private static final int REASON_LETTERS_MAX = 2_000;

    private final SignedIn me;
    private final CurrentProject here;
    private final DeletionRequests deletions;
    private final DefinitionChoices choices;

    DeletionResource(SignedIn me, CurrentProject here, DeletionRequests deletions, DefinitionChoices choices) {
        this.me = me;
        this.here = here;
        this.deletions = deletions;
        this.choices = choices;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance deletions(Project project, Shown shown);
    }

    /**
     * What the page shows.
     *
     * @param about and the others as typed
     * @param refused why nothing was deleted just now; empty when nobody tried
     */
    record Shown(
            String about,
            String subject,
            String reason,
            String refused,
            List<DefinitionChoices.Named> people,
            List<DeletionRequests.Deletion> deletions) {
        public List<About> abouts() {
            return Arrays.asList(About.values());
        }
    }

    @GET
    public TemplateInstance page(
            String slug,
            @RestQuery @DefaultValue("judgment") String about,
            @RestQuery @DefaultValue("") String subject) {
        return page(here.enter(slug), about, subject, "", "");
    }

    private TemplateInstance page(Project project, String about, String subject, String reason, String refused) {
        return Templates.deletions(
                project,
                new Shown(about, subject, reason, refused, choices.labelers(project.id), deletions.list(project.id)));
    }

    @POST
    public Response delete(
            String slug,
            @RestForm @DefaultValue("") String about,
            @RestForm @DefaultValue("") String subject,
            @RestForm @DefaultValue("") String reason) {
        Project project = here.enter(slug);
        Optional<About> chosen = About.named(about);
        Optional<UUID> id = id(Typed.line(subject));
        String why = Typed.text(reason).strip();
        if (chosen.isEmpty() || id.isEmpty()) {
            return refused(400, page(project, about, subject, why, "Name what is to be deleted by its id."));
        }
        if (why.isEmpty() || why.length() > REASON_LETTERS_MAX) {
            return refused(
                    400,
                    page(
                            project,
                            about,
                            subject,
                            why,
                            "Say who asked for it or why, in " + REASON_LETTERS_MAX + " letters at most."));
        }
        UUID by = me.id();
        try {
            QuarkusTransaction.requiringNew()
                    .timeout(DELETING_SECONDS_MAX)
                    .run(() -> deletions.delete(project, chosen.get(), id.get(), why, by, Instant.now()));
        } catch (Conflict nothing) {
            return refused(409, page(project, about, subject, why, nothing.sentence()));
        }
        return Response.seeOther(URI.create("/p/" + project.slug + "/datasets/deletions"))
                .build();
    }

    private static Response refused(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(page)
                .build();
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
