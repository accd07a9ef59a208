package hone.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who gets in with a token, and how admins make, renew and revoke them. */
@QuarkusTest
@WithTestResource(Servers.class)
class TokensTest {
    private static final Pattern SECRET = Pattern.compile("id=\"secret\">(hone_[0-9A-Za-z]{43})<");

    @Inject
    Bench bench;

    @Inject
    Tokens tokens;

    @Inject
    Sql sql;

    @Test
    void aTokenSaysWhoItIsAndWhatItAllows() {
        with(tokens.of(Scope.DATASETS_WRITE, Scope.TASKS_DELEGATE))
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("name", equalTo("Test program"))
                .body(
                        "scopes",
                        hasItems(Scope.DATASETS_WRITE, Scope.DATASETS_READ, Scope.TASKS_DELEGATE, Scope.TASKS_WORK))
                .body("scopes.size()", equalTo(4));
    }

    @Test
    void withoutATokenOrWithOneThatIsNoneAProgramIsToldSoAsAProblem() {
        refused(given(), "Send a token");
        refused(with("hone_" + "x".repeat(43)), "There is no such token.");
        refused(with("hone_short"), "There is no such token.");
        refused(with(tokens.endedAt(Instant.now().minusSeconds(1), Scope.PROJECTS_READ)), "This token has expired.");
    }

    private static void refused(RequestSpecification request, String why) {
        request.get("/api/v1/projects")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("status", equalTo(401))
                .body("detail", containsString(why));
    }

    @Test
    void whatAScopeDoesNotAllowIsForbidden() {
        String token = tokens.of(Scope.PROJECTS_READ);

        with(token).get("/api/v1/projects").then().statusCode(200);
        with(token)
                .contentType("application/json")
                .body("{\"name\": \"No\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
    }

    @Test
    void forATokenOfOneProjectTheOthersDoNotExist() {
        Project its = bench.project(1);
        Project other = bench.project(1);
        String token = tokens.in(its, Scope.PROJECTS_READ);

        with(token).get("/api/v1/projects/" + its.slug).then().statusCode(200);
        with(token).get("/api/v1/projects/" + other.slug).then().statusCode(404);
        assertThat(with(token).get("/api/v1/projects").jsonPath().getList("data.slug"))
                .containsExactly(its.slug);
    }

    @Test
    void aTokenIsNoWayIntoPages() {
        with(tokens.of(Scope.PROJECTS_READ))
                .redirects()
                .follow(false)
                .get("/home")
                .then()
                .statusCode(401);
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void aTokenIsShownOnceAndKeptAsAHash() {
        String page = made(Map.of("name", "Nightly", "days", "30", "scope", List.of("imports:write")))
                .asString();

        String secret = secret(page);
        assertThat(given().get("/tokens").asString())
                .contains("Nightly", secret.substring(0, 10))
                .doesNotContain(secret);
        assertThat(sql.number("select count(*) from api_token where sha256 = ?", new TokenSecret(secret).sha256()))
                .isEqualTo(1);
        assertThat(sql.number(
                        "select count(*) from audit_entry where action = 'token.made' and detail ->> 'beginning' = ?",
                        secret.substring(0, 10)))
                .isEqualTo(1);
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void aFormThatCantBeSoComesBackAsItWas() {
        made(Map.of("name", "", "days", "soon", "scope", List.of("projects:read")))
                .then()
                .statusCode(400)
                .body(containsString("Say in up to 60 characters"))
                .body(containsString("A whole number of days"))
                .body(containsString("value=\"projects:read\" checked"));
        made(Map.of("name", "Nothing")).then().statusCode(400).body(containsString("Choose what the token may do."));
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void aRenewedTokenActsAsTheSameAccountAndTheOldOneEndsInADay() {
        String old = secret(made(Map.of("name", "Twice", "scope", List.of("projects:read"), "days", ""))
                .asString());

        String renewed = secret(
                Forms.post("/tokens", "/tokens/" + id(old) + "/renew", Map.of()).asString());

        assertThat(sql.number(
                        "select count(distinct labeler_id) from api_token where sha256 in (?, ?)",
                        new TokenSecret(old).sha256(),
                        new TokenSecret(renewed).sha256()))
                .isEqualTo(1);
        assertThat(sql.number(
                        "select count(*) from api_token where sha256 = ? and expires_at between now() + interval '23 hours' and now() + interval '25 hours'",
                        new TokenSecret(old).sha256()))
                .isEqualTo(1);

        // Of the day that is left of it the next one would be made, far shorter than the first.
        Forms.post("/tokens", "/tokens/" + id(old) + "/renew", Map.of())
                .then()
                .statusCode(409)
                .body(containsString("This token was renewed before."));
        assertThat(sql.number(
                        "select count(*) from api_token where labeler_id = (select labeler_id from api_token where sha256 = ?)",
                        new TokenSecret(old).sha256()))
                .isEqualTo(2);
    }

    @Test
    void aRevokedTokenIsRefusedFromThenOn() {
        String token = tokens.of(Scope.PROJECTS_READ);
        with(token).get("/api/v1/me").then().statusCode(200);

        sql.run("update api_token set revoked_at = now() where id = ?", java.util.UUID.fromString(id(token)));

        refused(with(token), "This token was revoked.");
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void revokingIsAButtonThatMayBePressedTwice() {
        String secret = secret(
                made(Map.of("name", "Gone", "scope", List.of("projects:read"))).asString());
        String revoke = "/tokens/" + id(secret) + "/revoke";

        Forms.post("/tokens", revoke, Map.of()).then().statusCode(303);
        Forms.post("/tokens", revoke, Map.of()).then().statusCode(303);

        assertThat(sql.number(
                        "select count(*) from audit_entry where action = 'token.revoked' and detail ->> 'beginning' = ?",
                        secret.substring(0, 10)))
                .isEqualTo(1);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void onlyAdminsSeeTheExamplesWithAWayToTokens() {
        given().get("/developers").then().statusCode(200).body(not(containsString("/tokens")));
        given().get("/tokens").then().statusCode(403);
    }

    private static Response made(Map<String, ?> fields) {
        return Forms.post("/tokens", "/tokens", new java.util.HashMap<>(fields));
    }

    private static String secret(String page) {
        Matcher secret = SECRET.matcher(page);
        assertThat(secret.find()).as(page).isTrue();
        return secret.group(1);
    }

    private String id(String secret) {
        return sql.first("select id from api_token where sha256 = ?", c -> c.id("id"), new TokenSecret(secret).sha256())
                .orElseThrow()
                .toString();
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
