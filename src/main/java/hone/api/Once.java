package hone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Wire;
import hone.labeler.SignedIn;
import hone.web.Invalid;
import hone.web.Refused;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Idempotent writes: for requests with the same Idempotency-Key the work is done once, and the first answer is sent again. Work and
 * answer are stored in one transaction, so neither exists without the other; a refused request stores nothing.
 */
@ApplicationScoped
class Once {
    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int KEY_CHARACTERS_MAX = 255;
    private static final int WORK_SECONDS_MAX = 900;

    private final CurrentVertxRequest current;
    private final SignedIn me;
    private final Sql sql;
    private final ObjectMapper json;

    Once(CurrentVertxRequest current, SignedIn me, Sql sql, ObjectMapper json) {
        this.current = current;
        this.me = me;
        this.sql = sql;
        this.json = json;
    }

    private record Answered(String request, int status, Map<String, String> headers, String body) {
        Response again() {
            Response.ResponseBuilder response = Response.status(status).header(REPLAYED, "true");
            headers.forEach(response::header);
            if (!body.isEmpty()) {
                response.type(MediaType.APPLICATION_JSON_TYPE).entity(body);
            }
            return response.build();
        }
    }

    /**
     * @param sent the request; the same key with another one is refused
     * @param work runs in a transaction and must not begin one
     */
    Response write(Object sent, Supplier<Response> work) {
        HttpServerRequest request = current.getCurrent().request();
        Optional<String> key = Optional.ofNullable(request.getHeader(KEY)).map(String::strip);
        if (key.isEmpty()) {
            return QuarkusTransaction.requiringNew().timeout(WORK_SECONDS_MAX).call(work::get);
        }
        if (key.get().length() > KEY_CHARACTERS_MAX || !key.get().matches("[!-~]+")) {
            throw Invalid.field(
                    KEY, "A key consists of 1 to " + KEY_CHARACTERS_MAX + " visible ASCII characters, such as a UUID.");
        }
        UUID asking = me.id();
        String asked = request.method() + " " + request.path() + "\n" + Wire.write(sent);
        String hash = Wire.sha256(asked.getBytes(StandardCharsets.UTF_8));
        return QuarkusTransaction.requiringNew()
                .timeout(WORK_SECONDS_MAX)
                .call(() -> inTurn(asking, key.get(), hash, work));
    }

    private Response inTurn(UUID asking, String key, String hash, Supplier<Response> work) {
        boolean mine = sql.first(
                        "select pg_try_advisory_xact_lock(hashtextextended(?, 15)) as mine",
                        c -> c.flag("mine"),
                        asking + " " + key)
                .orElseThrow();
        if (!mine) {
            throw new Refused(409, "In progress", "A request with this key is in progress. Send it again in a moment.");
        }
        Optional<Answered> before = sql.first(
                "select request, status, headers, body from answered_request where labeler_id = ? and key = ? and answered_at > ?",
                c -> new Answered(
                        c.text("request"), (int) c.number("status"), headers(c.text("headers")), c.text("body")),
                asking,
                key,
                Instant.now().minus(KEPT));
        if (before.filter(answered -> !answered.request().equals(hash)).isPresent()) {
            throw new Refused(
                    422,
                    "Key already used",
                    "This key was sent with another request before. Use a new key for each operation.");
        }
        return before.map(Answered::again).orElseGet(() -> first(asking, key, hash, work));
    }

    private Response first(UUID asking, String key, String hash, Supplier<Response> work) {
        Response response = work.get();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : new String[] {"Location", "ETag"}) {
            Optional.ofNullable(response.getHeaderString(name)).ifPresent(value -> headers.put(name, value));
        }
        String body = response.hasEntity() ? text(response.getEntity()) : "";
        sql.run("""
                insert into answered_request (labeler_id, key, request, status, headers, body, answered_at)
                values (?, ?, ?, ?, cast(? as jsonb), ?, ?)
                on conflict (labeler_id, key) do update set request = excluded.request, status = excluded.status,
                  headers = excluded.headers, body = excluded.body, answered_at = excluded.answered_at""", asking, key, hash, response.getStatus(), Wire.write(headers), body, Instant.now());
        return response;
    }

    private String text(Object entity) {
        try {
            return json.writeValueAsString(entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> headers(String stored) {
        return Wire.read(stored, Map.class);
    }

    /** Deletes answers that are too old to be replayed. */
    @Scheduled(every = "1h", delayed = "5m", identity = "answered-requests")
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run(
                        "delete from answered_request where answered_at < ?",
                        Instant.now().minus(KEPT)));
    }
}
