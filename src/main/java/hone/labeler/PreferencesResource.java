package hone.labeler;

import hone.web.Addresses;
import hone.web.Invalid;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** How a person likes to read. */
@Path("/preferences")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class PreferencesResource {
    private final SignedIn me;
    private final Labeler.Repo labelers;

    PreferencesResource(SignedIn me, Labeler.Repo labelers) {
        this.me = me;
        this.labelers = labelers;
    }

    @POST
    public Response save(
            @RestForm @Nullable String theme,
            @RestForm @Nullable String reading,
            @HeaderParam("Referer") @Nullable String from) {
        if (theme == null || !List.of("system", "light", "dark").contains(theme)) {
            throw Invalid.field("theme", "The theme is system, light or dark.");
        }
        if (reading == null || !List.of("serif", "sans").contains(reading)) {
            throw Invalid.field("reading", "Answers are shown in serif or sans.");
        }
        QuarkusTransaction.requiringNew().run(() -> {
            Labeler row = labelers.findById(me.id());
            row.theme = theme;
            row.reading = reading;
        });
        return Response.seeOther(Addresses.back(from, "/home")).build();
    }
}
