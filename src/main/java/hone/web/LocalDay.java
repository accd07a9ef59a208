package hone.web;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The day of whoever is asking: it begins at midnight in their own time zone, which their browser sends in a cookie (hone.js).
 * Without the cookie, that is on the very first page and without scripts, it is the day in UTC; pages that count by it name the
 * zone.
 */
@Named("day")
@RequestScoped
public class LocalDay {
    static final String COOKIE = "hone-zone";

    private final HttpHeaders headers;

    LocalDay(HttpHeaders headers) {
        this.headers = headers;
    }

    /** When the day that {@code now} belongs to began. */
    public Instant start(Instant now) {
        return start(now, ZoneId.of(getZone()));
    }

    static Instant start(Instant now, ZoneId zone) {
        return now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    }

    /** The time zone of the reader of the page that is being made; UTC outside a request. */
    static ZoneId ofReader() {
        ArcContainer container = Arc.container();
        if (container == null
                || !container.requestContext().isActive()
                || container.instance(CurrentVertxRequest.class).get().getCurrent() == null) {
            return ZoneOffset.UTC;
        }
        return ZoneId.of(container.instance(LocalDay.class).get().getZone());
    }

    /** For templates: {@code inject:day.zone}. */
    public String getZone() {
        return Optional.ofNullable(headers.getCookies().get(COOKIE))
                .map(Cookie::getValue)
                .map(LocalDay::decoded)
                .filter(ZoneId.getAvailableZoneIds()::contains)
                .orElse("UTC");
    }

    /** Anybody can send any cookie. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
