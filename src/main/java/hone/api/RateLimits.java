package hone.api;

import hone.web.Recent;
import hone.web.Refused;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.LongSupplier;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Limits the requests per minute of each account, and reports the limit with every answer. Each instance counts by itself, so two
 * instances together allow twice as many: that is the price of not coordinating.
 */
@ApplicationScoped
class RateLimits {
    /** After authentication, before the body is read. */
    private static final int EARLY = 2500;

    private static final int ACCOUNTS_MAX = 10_000;
    private static final int WINDOW_SECONDS = 60;

    private final ApiConfig config;
    private final SecurityIdentity identity;
    private final Recent<String, Bucket> buckets = new Recent<>(ACCOUNTS_MAX);

    RateLimits(ApiConfig config, SecurityIdentity identity) {
        this.config = config;
        this.identity = identity;
    }

    @ServerRequestFilter(priority = EARLY)
    void count(RoutingContext request) {
        if (!request.normalizedPath().startsWith("/api/v1/") || identity.isAnonymous()) {
            return;
        }
        Bucket bucket = buckets.get(
                identity.getPrincipal().getName(), name -> new Bucket(config.requestsPerMinute(), System::nanoTime));
        Bucket.Turn turn = bucket.take();
        request.response().putHeader("RateLimit-Policy", "\"requests\";q=" + config.requestsPerMinute() + ";w=60");
        request.response().putHeader("RateLimit", "\"requests\";r=" + turn.left() + ";t=" + turn.secondsToNext());
        if (!turn.granted()) {
            request.response().putHeader("Retry-After", Long.toString(turn.secondsToNext()));
            throw new Refused(
                    429,
                    "Too many requests",
                    "This account may send " + config.requestsPerMinute()
                            + " requests per minute. Nothing was done; continue in " + turn.secondsToNext() + " s.");
        }
    }

    /** A token bucket that refills evenly and holds one minute’s worth, so that bursts are fine. */
    static final class Bucket {
        private final int capacity;
        private final LongSupplier nanos;
        private double left;
        private long filledAt;

        Bucket(int capacity, LongSupplier nanos) {
            this.capacity = capacity;
            this.nanos = nanos;
            this.left = capacity;
            this.filledAt = nanos.getAsLong();
        }

        /** @param left requests that may follow at once */
        record Turn(boolean granted, long left, long secondsToNext) {}

        synchronized Turn take() {
            long now = nanos.getAsLong();
            double perSecond = capacity / (double) WINDOW_SECONDS;
            left = Math.min(capacity, left + (now - filledAt) / 1e9 * perSecond);
            filledAt = now;
            boolean granted = left >= 1;
            left -= granted ? 1 : 0;
            long wait = left >= 1 ? 0 : (long) Math.ceil((1 - left) / perSecond);
            return new Turn(granted, (long) left, Math.max(granted ? 0 : 1, wait));
        }
    }
}
