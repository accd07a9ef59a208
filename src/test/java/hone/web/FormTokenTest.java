package hone.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.Cookies;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** A form is good for as long as the session is, whatever else is opened beside it. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class FormTokenTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");

    @Test
    void aFormStaysGoodWhenOtherPagesAreOpenedBesideIt() {
        Response form = given().get("/home");
        Cookies first = form.detailedCookies();
        Response beside = given().cookies(first).get("/keys");
        Response newest =
                given().cookies(merged(first, beside.detailedCookies())).get("/projects");

        assertThat(submitted(token(form), merged(first, newest.detailedCookies())))
                .isEqualTo(303);
    }

    @Test
    void aTokenOfAnotherBrowserIsRefused() {
        Response mine = given().get("/home");
        Response other = given().get("/home");

        assertThat(submitted(token(other), mine.detailedCookies())).isEqualTo(400);
    }

    /** The realm ends a session after 16 hours; half an hour more is granted for the tokens of the last minute. */
    @Test
    void everyPageLetsTheCookieLiveLongerThanASession() {
        Duration age = ConfigProvider.getConfig().getValue("quarkus.rest-csrf.cookie-max-age", Duration.class);
        assertThat(age).isGreaterThan(Duration.ofHours(16).plusMinutes(30));

        Response first = given().get("/home");
        Response later = given().cookies(first.detailedCookies()).get("/home");

        assertThat(first.detailedCookie("csrf-token").getMaxAge()).isEqualTo(age.toSeconds());
        assertThat(later.detailedCookie("csrf-token").getMaxAge()).isEqualTo(age.toSeconds());
        assertThat(later.getCookie("csrf-token")).isEqualTo(first.getCookie("csrf-token"));
    }

    private static int submitted(String token, Cookies cookies) {
        return given().redirects()
                .follow(false)
                .cookies(cookies)
                .contentType("application/x-www-form-urlencoded; charset=utf-8")
                .formParams(Map.of("csrf-token", token, "theme", "dark", "reading", "serif"))
                .post("/preferences")
                .statusCode();
    }

    private static Cookies merged(Cookies before, Cookies after) {
        return after.hasCookieWithName("csrf-token") ? after : before;
    }

    private static String token(Response page) {
        Matcher token = TOKEN.matcher(page.asString());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }
}
