package hone.draft;

import hone.contract.UnreadableMessage;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.web.Invalid;
import hone.web.TextLimits;
import hone.web.Typed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Saves and returns the texts typed into pages. People see and change only their own. */
@Path("/drafts")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class DraftResource {
    private static final Pattern PLACE = Pattern.compile("/[A-Za-z0-9/_.~-]{1,199}");
    private static final int FIELDS_MAX = 100;

    private final SignedIn me;
    private final TextDrafts drafts;

    DraftResource(SignedIn me, TextDrafts drafts) {
        this.me = me;
        this.drafts = drafts;
    }

    /** What a page is told about a text that it saved. */
    public record Saved(int version, Instant savedAt) {}

    @GET
    public List<TextDrafts.Place> mine() {
        return drafts.of(me.id());
    }

    @GET
    @Path("text")
    public Response text(@RestQuery @Nullable String place) {
        return drafts.at(me.id(), checked(place))
                .map(Response::ok)
                .orElseGet(Response::noContent)
                .build();
    }

    /** Without any fields, the text is given up. 409 returns what another page saved, so that both texts can be shown. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response save(
            @RestForm @Nullable String place,
            @RestForm @Nullable String fields,
            @RestForm @Nullable String version,
            @RestForm @Nullable String writer) {
        String where = checked(place);
        String page = Typed.line(writer);
        if (page.length() > 40) {
            throw Invalid.field("writer", "A page has a name of at most 40 characters.");
        }
        int known = Typed.whole(version, 0, 100_000_000).orElse(0);
        Map<String, List<String>> typed = typed(fields);
        Instant now = Instant.now();
        if (typed.isEmpty()) {
            drafts.drop(me.id(), where, known, page);
            return Response.ok(new Saved(0, now)).build();
        }
        return drafts.save(me.id(), where, typed, known, page, now)
                .map(saved -> Response.ok(new Saved(saved, now)))
                .orElseGet(() -> Response.status(409)
                        .entity(drafts.at(me.id(), where).orElse(new TextDrafts.Text(where, 0, "", now, Map.of()))))
                .build();
    }

    static boolean isPlace(String typed) {
        return PLACE.matcher(typed).matches();
    }

    private static String checked(@Nullable String place) {
        String typed = Typed.line(place);
        if (!isPlace(typed)) {
            throw Invalid.field("place", "A draft belongs to a form, by the path that the form is sent to.");
        }
        return typed;
    }

    private static Map<String, List<String>> typed(@Nullable String json) {
        if (json == null || json.isBlank()) {
            return Map.of();
        }
        Map<String, List<String>> clean = new LinkedHashMap<>();
        try {
            TextDrafts.fields(json)
                    .forEach((name, values) -> clean.put(
                            Typed.line(name), values.stream().map(Typed::text).toList()));
        } catch (UnreadableMessage e) {
            throw Invalid.field("fields", "The fields of a draft are a JSON object of lists.");
        }
        int characters = clean.entrySet().stream()
                .mapToInt(field -> field.getKey().length()
                        + field.getValue().stream().mapToInt(String::length).sum())
                .sum();
        if (characters > TextLimits.DRAFT || clean.size() > FIELDS_MAX) {
            throw Invalid.field(
                    "fields",
                    "A draft of " + characters + " characters is too long; at most " + TextLimits.DRAFT
                            + " are kept. What was saved before stays.");
        }
        return clean;
    }
}
