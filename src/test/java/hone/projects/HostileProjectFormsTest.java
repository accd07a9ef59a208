package hone.projects;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.project.CreateProject;
import hone.project.Project;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every form of projects, people, guidelines, imports and tasks with input that nobody's browser sends: never a 500, never a stack trace. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class HostileProjectFormsTest {
    private static final String SLUG = "hostile";
    private static final List<String> FIELDS = List.of(
            "name",
            "description",
            "judgments-comparison",
            "asked-comparison",
            "disputed-comparison",
            "order-comparison",
            "dailyMax",
            "guidelineRequired",
            "repeatPercent",
            "repeatAfterDays",
            "answersPerPrompt",
            "rankingSize",
            "leaseMinutes",
            "heldOutPercent",
            "temperature",
            "topP",
            "responseTokensMax",
            "engine",
            "username",
            "markdown",
            "note",
            "revision",
            "base",
            "file",
            "theme");
    private static final List<String> ADDRESSES = List.of(
            "/projects",
            "/preferences",
            "/p/hostile/settings",
            "/p/hostile/people",
            "/p/hostile/people/%00/remove",
            "/p/hostile/people/%F0%9F%99%82/remove",
            "/p/hostile/guidelines/comparison/edit",
            "/p/hostile/guidelines/comparison/preview",
            "/p/hostile/guidelines/comparison/publish",
            "/p/hostile/guidelines/comparison/discard",
            "/p/hostile/guidelines/nonsense/edit",
            "/p/hostile/imports",
            "/p/hostile/tasks/00000000-0000-0000-0000-000000000000/close",
            "/p/hostile/tasks/nonsense/close",
            "/p/%00/settings",
            "/p/" + "x".repeat(2000) + "/people");

    @Inject
    CreateProject creation;

    @Inject
    Project.Repo projects;

    @BeforeEach
    void aProject() {
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            if (projects.find("slug", SLUG).count() == 0) {
                creation.create(Project.named(SLUG, SLUG, null, now), now);
            }
        });
    }

    @Test
    void emptyFormsAreAnswered() {
        ADDRESSES.forEach(address -> answered(address, Map.of()));
    }

    @Test
    void valuesOfTheWrongKindAreAnswered() {
        for (String value : List.of(
                "-1",
                "99999999999999999999",
                "NaN",
                "1e400",
                "\0",
                "\uD83D",
                "<script>alert(1)</script>",
                "' or 1=1 --",
                "🙂",
                "{x}",
                "{inject:me.id}")) {
            ADDRESSES.forEach(address -> answered(address, all(value)));
        }
    }

    @Test
    void hugeValuesAreAnswered() {
        ADDRESSES.forEach(address -> answered(
                address,
                Map.of(
                        "name",
                        "a".repeat(300_000),
                        "markdown",
                        "b\n".repeat(150_000),
                        "username",
                        "c".repeat(200_000))));
    }

    @Test
    void fieldsThatComeTwiceAreAnswered() {
        Map<String, Object> form = new HashMap<>();
        FIELDS.forEach(field -> form.put(field, List.of("1", "2")));
        ADDRESSES.forEach(address -> answered(address, form));
    }

    /** Forms whose fields depend on data are read by the names of all parts. */
    @Test
    void partsWithoutANameAreLeftOut() {
        String page = "/p/" + SLUG + "/settings";
        Response form = given().accept("text/html").get(page);
        String token = form.htmlPath().getString("**.find { it.@name == 'csrf-token' }.@value");
        String body = "--x\r\ncontent-disposition: form-data; name=\"csrf-token\"\r\n\r\n" + token
                + "\r\n--x\r\ncontent-disposition: form-data\r\n\r\nof nothing\r\n--x--\r\n";

        Response answer = given().accept("text/html")
                .contentType("multipart/form-data; boundary=x")
                .cookies(form.cookies())
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(page);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains("A project needs a name.");
    }

    @Test
    void bodiesOfTheWrongKindAreAnswered() {
        for (String type :
                List.of("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x")) {
            for (String address : ADDRESSES) {
                int status = given().urlEncodingEnabled(false)
                        .contentType(type)
                        .accept("text/html")
                        .redirects()
                        .follow(false)
                        .body("--x\r\n{\"broken".getBytes(StandardCharsets.UTF_8))
                        .post(address)
                        .statusCode();
                assertThat(status).as(type + " to " + address).isBetween(300, 499);
            }
        }
    }

    @Test
    void pagesWithOddAddressesAreAnswered() {
        for (String address : List.of(
                "/p/%00",
                "/p/hostile/tasks?after=%00&kind=%00",
                "/p/hostile/tasks/%00",
                "/p/hostile/guidelines/%00/history",
                "/p/hostile/guidelines/comparison/history?from=-1&to=99999999999",
                "/p/hostile/guidelines/comparison/versions/99999999999",
                "/p/hostile/imports/%00",
                "/p/HOSTILE",
                "/p/hostile%2f",
                "/p/-",
                "/p/hostile/settings?saved=%00")) {
            int status = given().urlEncodingEnabled(false)
                    .accept("text/html")
                    .get(address)
                    .statusCode();
            assertThat(status).as(address).isLessThan(500);
        }
    }

    private static Map<String, Object> all(String value) {
        Map<String, Object> form = new HashMap<>();
        FIELDS.forEach(field -> form.put(field, value));
        return form;
    }

    private static void answered(String address, Map<String, ?> form) {
        var response = Forms.post("/projects", address, form);
        assertThat(response.statusCode())
                .as(address + " " + response.asString())
                .isLessThan(500);
        assertThat(response.asString()).doesNotContain("Exception", "at hone.", "at io.quarkus");
    }
}
