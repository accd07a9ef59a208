package hone.labeler;

import hone.web.Addresses;
import hone.web.Invalid;
import hone.web.Language;
import hone.web.ReaderLanguage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/**
 * How a person likes to read. The language is kept in this browser, because the sign-in, which doesn't know the person yet,
 * uses it too.
 */
@Path("/preferences")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class PreferencesResource {
    /** The choice that leaves the language to the browser. */
    private static final String BY_BROWSER = "browser";

    private static final int YEAR_SECONDS = (int) Duration.ofDays(365).toSeconds();

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
            @RestForm @Nullable String language,
            @HeaderParam("Referer") @Nullable String from,
            @Context UriInfo here) {
        if (theme == null || !List.of("system", "light", "dark").contains(theme)) {
            throw Invalid.field("theme", "The theme is system, light or dark.");
        }
        if (reading == null || !List.of("serif", "sans").contains(reading)) {
            throw Invalid.field("reading", "Answers are shown in serif or sans.");
        }
        if (language != null
                && !language.equals(BY_BROWSER)
                && Language.tagged(language).isEmpty()) {
            throw Invalid.field("language", "Hone speaks English, German and Spanish: en, de or es.");
        }
        QuarkusTransaction.requiringNew().run(() -> {
            Labeler row = labelers.findById(me.id());
            row.theme = theme;
            row.reading = reading;
        });
        Response.ResponseBuilder back = Response.seeOther(Addresses.back(from, "/home"));
        return (language == null ? back : back.cookie(kept(language, here))).build();
    }

    private static NewCookie kept(String language, UriInfo here) {
        boolean byBrowser = language.equals(BY_BROWSER);
        return new NewCookie.Builder(ReaderLanguage.COOKIE)
                .value(byBrowser ? "" : language)
                .path("/")
                .maxAge(byBrowser ? 0 : YEAR_SECONDS)
                .sameSite(NewCookie.SameSite.LAX)
                .httpOnly(true)
                .secure(here.getBaseUri().getScheme().equals("https"))
                .build();
    }
}
