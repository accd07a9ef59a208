package hone.access;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.devstack.hostile.Oddities;
import hone.web.TextLimits;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent to whatever address: the answer is a sentence, never a 500 and never a stack trace. Sent by somebody who may
 * do everything, so that the input gets as deep as it can.
 */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"labeler", "reviewer", "admin"})
class HostileInputTest {
    private static final Pattern TRACE =
            Pattern.compile("\\n\\s*at [\\w.$/]+\\(|Exception|org\\.hibernate|java\\.lang\\.");

    @Inject
    AccessWorld world;

    private AccessWorld.Place place;
    private Requests requests;
    private final List<String> wrong = new ArrayList<>();

    @BeforeEach
    void openAWorld() {
        place = world.open("ada");
        requests = Requests.from("/home");
    }

    @Test
    void anEmptyBodyIsAnsweredAndSoIsTheSameAgain() {
        for (Endpoint endpoint : posts()) {
            String path = place.at(endpoint.path());
            check(endpoint, "empty", requests.send(endpoint, path));
            check(endpoint, "empty again", requests.send(endpoint, path));
            check(endpoint, "no body at all", requests.withoutBody(endpoint, path));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void twoMegabytesOfJunkAreAnswered() {
        String junk = "x%\u0001é🌧".repeat(1 << 18);
        String encoded = "x%\u0001é🌧".repeat(1 << 15); // three times this, as a form writes it, are two megabytes
        for (Endpoint endpoint : posts()) {
            String path = place.at(endpoint.path());
            check(
                    endpoint,
                    "junk as form",
                    requests.raw(endpoint, path, endpoint.contentType(), junk.getBytes(StandardCharsets.UTF_8)));
            check(
                    endpoint,
                    "junk in a field",
                    requests.post(endpoint, path, Map.of("text", encoded, "markdown", encoded, "file", encoded)));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void aBodyOfAnotherKindIsAnswered() {
        for (Endpoint endpoint : posts()) {
            String path = place.at(endpoint.path());
            for (String type : List.of(
                    "application/json",
                    "text/plain",
                    "application/xml",
                    "multipart/form-data",
                    "multipart/form-data; boundary=x",
                    "application/octet-stream",
                    "nonsense")) {
                check(endpoint, type, requests.raw(endpoint, path, type, "{\"a\": [".getBytes(StandardCharsets.UTF_8)));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void aFormInPartsThatBreaksOffOrHasNoPartsIsRefused() {
        for (Endpoint endpoint : posts()) {
            String path = place.at(endpoint.path());
            for (String body : List.of(
                    "junk",
                    "--x",
                    "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nbroken off",
                    "--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--\r\n",
                    "--x\r\nContent-Disposition: nonsense\r\n\r\nno form\r\n--x--\r\n",
                    "--x\r\n\r\nno header\r\n--x--\r\n",
                    "--x\r\n: \u0000\r\n\r\n--x--")) {
                Requests.Answer answer = requests.raw(
                        endpoint, path, "multipart/form-data; boundary=x", body.getBytes(StandardCharsets.UTF_8));
                check(endpoint, "parts: " + body, answer);
                if (answer.status() < 400) {
                    wrong.add(endpoint + ", parts without a token: " + answer.status());
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void valuesThatFitNoFieldAreAnswered() {
        List<String> values = new ArrayList<>(Oddities.TEXTS);
        values.add("y".repeat(TextLimits.DRAFT + 1)); // more than the largest of all limits
        for (String value : values) {
            Map<String, String> fields = new LinkedHashMap<>();
            Oddities.FIELDS.forEach(field -> fields.put(field, value));
            for (Endpoint endpoint : posts()) {
                Requests.Answer answer = requests.post(endpoint, place.at(endpoint.path()), fields);
                check(endpoint, "every field is " + shortened(value), answer);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void idsOfSomethingElseAreAnswered() {
        AccessWorld.Place other = world.open("ben");
        for (Endpoint endpoint : Endpoint.ofRunningApp()) {
            for (String id : List.of(
                    UUID.randomUUID().toString(),
                    "not-an-id",
                    "0",
                    "-1",
                    "99999999999",
                    "%00",
                    "%2e%2e%2f",
                    "%F0%9F%8C%A7",
                    "a".repeat(3000))) {
                check(
                        endpoint,
                        "every id is " + shortened(id),
                        requests.send(endpoint, endpoint.path().replaceAll("\\{\\w+}", id)));
                // The project is there, what is looked for in it isn't.
                String inside =
                        endpoint.path().replace("{slug}", place.at("{slug}")).replaceAll("\\{\\w+}", id);
                check(endpoint, "inside a project, " + shortened(id), requests.send(endpoint, inside));
            }
            String mixed = other.at(endpoint.path().replace("{slug}", place.at("{slug}")));
            check(endpoint, "ids of another project", requests.send(endpoint, mixed));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void aFormFromElsewhereChangesNothing() {
        for (Endpoint endpoint : posts()) {
            if (endpoint.isApi()) {
                continue; // Programs carry a bearer token; there is no cookie to abuse.
            }
            String path = place.at(endpoint.path());
            byte[] form = "a=b".getBytes(StandardCharsets.UTF_8);
            int status = requests.raw(endpoint, path, "application/x-www-form-urlencoded", form)
                    .status();
            if (status < 400) {
                wrong.add(endpoint + " without a token: " + status);
            }
            // What the check of the token may not take for a form is none.
            for (String type : List.of(
                    "text/plain",
                    "application/x-www-form-urlencoded ;a",
                    "APPLICATION/X-WWW-FORM-URLENCODED",
                    "application/x-www-form-urlencoded;charset=utf-7",
                    "Multipart/form-data; boundary=x")) {
                int refused = requests.raw(endpoint, path, type, form).status();
                if (refused != 415) {
                    wrong.add(endpoint + " as " + type + ": " + refused);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static List<Endpoint> posts() {
        List<Endpoint> posts = Endpoint.ofRunningApp().stream()
                .filter(e -> e.method().equals("POST"))
                .toList();
        assertThat(posts).hasSizeGreaterThan(15);
        return posts;
    }

    private void check(Endpoint endpoint, String what, Requests.Answer answer) {
        Matcher trace = TRACE.matcher(answer.body());
        boolean traced = trace.find();
        if (answer.status() >= 500 || traced) {
            wrong.add(endpoint + ", " + what + ": " + answer.status() + (traced ? " with " + trace.group() : ""));
        }
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
