package hone.deadletter;

import hone.labeler.Role;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** Messages from the trainer that could not be read, for admins. */
@Path("/dead-letters")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class DeadLetterResource {
    private final DeadLetters letters;

    DeadLetterResource(DeadLetters letters) {
        this.letters = letters;
    }

    @CheckedTemplate(basePath = "deadletter")
    static class Templates {
        static native TemplateInstance deadLetters(List<DeadLetters.DeadLetter> letters);
    }

    @GET
    public TemplateInstance list() {
        return Templates.deadLetters(letters.newest());
    }
}
