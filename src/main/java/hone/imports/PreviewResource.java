package hone.imports;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.SentFields;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The preview of a file: how it is to be read, and starting it. */
@Path("p/{slug}/imports/{id}/preview")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class PreviewResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final ImportBatch.Repo batches;
    private final ImportInBackground background;
    private final Previews previews;
    private final KeptMapping mapping;

    PreviewResource(
            SignedIn me,
            CurrentProject here,
            ImportBatch.Repo batches,
            ImportInBackground background,
            Previews previews,
            KeptMapping mapping) {
        this.me = me;
        this.here = here;
        this.batches = batches;
        this.background = background;
        this.previews = previews;
        this.mapping = mapping;
    }

    /** Reads the first rows again with the form's choices; nothing else is stored. */
    @POST
    public Response look(String slug, UUID id) throws IOException {
        return chosen(slug, id, (batch, choices) -> {
            previews.choose(batch.id, choices);
            return page(slug, id);
        });
    }

    @POST
    @Path("start")
    public Response start(String slug, UUID id) throws IOException {
        return chosen(slug, id, (batch, choices) -> {
            if (choices.mapping().isPresent()) {
                mapping.keep(batch.projectId, choices.uses(), Optional.of(me.id()));
            }
            background.begin(batch.id, choices);
            return page(slug, id);
        });
    }

    /** Counts what it would add, without storing it. */
    @POST
    @Path("count")
    public Response count(String slug, UUID id) throws IOException {
        return chosen(slug, id, (batch, choices) -> {
            previews.choose(batch.id, choices);
            UUID counted = background
                    .dryRun(batch.id, here.enter(slug), Optional.of(me.id()), choices)
                    .orElseThrow(
                            () -> new Conflict(
                                    "Another instance of Hone has this file and can’t be asked from here. Nothing was changed: start the import, or send the file again."));
            return page(slug, counted);
        });
    }

    private interface Chosen {
        Response then(ImportBatch batch, ImportChoices choices) throws IOException;
    }

    /** An invalid form is shown again with the reason; a file that no longer waits leads to its report. */
    private Response chosen(String slug, UUID id, Chosen chosen) throws IOException {
        ImportBatch batch = batches.of(here.enter(slug).id, id);
        if (!batch.state(Instant.now()).isWaiting()) {
            return page(slug, id);
        }
        try {
            return chosen.then(batch, ChoicesForm.read(SentFields.all()));
        } catch (Invalid e) {
            return Response.status(400)
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(ImportPages.preview(previews.of(batch, batch.choices), Complaints.of(e)))
                    .build();
        }
    }

    private static Response page(String slug, UUID id) {
        return Response.seeOther(URI.create("/p/" + slug + "/imports/" + id)).build();
    }
}
