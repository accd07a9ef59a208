package hone.documents;

import hone.labeler.Role;
import hone.project.CurrentProject;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** A project's texts to pre-train on: those that count, and each by itself. */
@Path("/p/{slug}/documents")
@RolesAllowed(Role.ADMIN)
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
class DocumentsResource {
    private final CurrentProject here;
    private final DocumentPages pages;

    DocumentsResource(CurrentProject here, DocumentPages pages) {
        this.here = here;
        this.pages = pages;
    }

    /** A mistyped filter is ignored: the address still shows documents. */
    @GET
    public TemplateInstance list(
            String slug, @RestQuery("import") Optional<String> ofImport, @RestQuery Optional<String> after) {
        UUID project = here.enter(slug).id;
        return DocumentPages.Templates.list(
                pages.list(project, ofImport.flatMap(DocumentsResource::id), after.flatMap(DocumentsResource::id)));
    }

    @GET
    @Path("{id}")
    public TemplateInstance document(String slug, UUID id) {
        return DocumentPages.Templates.document(pages.document(here.enter(slug).id, id));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
