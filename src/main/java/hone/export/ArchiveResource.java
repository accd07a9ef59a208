package hone.export;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.web.Complaints;
import hone.web.Invalid;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** A project that another Hone wrote, taken in by a form. */
@Path("archives")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.TEXT_HTML)
class ArchiveResource {
    private final SignedIn me;
    private final TakeInProject takeIn;

    ArchiveResource(SignedIn me, TakeInProject takeIn) {
        this.me = me;
        this.takeIn = takeIn;
    }

    @CheckedTemplate(basePath = "export")
    static class Templates {
        static native TemplateInstance archives(Optional<TakenIn> taken, Complaints complaints);
    }

    @GET
    public TemplateInstance form() {
        return Templates.archives(Optional.empty(), Complaints.NONE);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response take(@RestForm @Nullable FileUpload file, @RestForm @Nullable String people) throws IOException {
        try {
            if (file == null || file.size() == 0) {
                throw Invalid.field("file", "Choose an archive first; this one was empty or missing.");
            }
            try (InputStream archive = Files.newInputStream(file.uploadedFile())) {
                TakenIn taken =
                        takeIn.read(archive, ArchiveApi.names(Optional.ofNullable(people)), Optional.of(me.id()));
                return Response.ok(Templates.archives(Optional.of(taken), Complaints.NONE))
                        .build();
            }
        } catch (Invalid e) {
            return Response.status(400)
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(Templates.archives(Optional.empty(), Complaints.of(e)))
                    .build();
        }
    }
}
