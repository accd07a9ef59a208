package hone.home;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page speaks the language that its reader chose, else the first that their browser asks for and that there is, else English. */
@QuarkusTest
@WithTestResource(Servers.class)
class LanguageOfPagesTest {
    @Inject
    Bench bench;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de|de|Heute",
                "de-AT,de;q=0.9,en;q=0.8|de|Heute",
                "fr-FR,fr;q=0.9,es;q=0.5,en;q=0.3|es|Hoy",
                "es-419|es|Hoy",
                "en-GB,de;q=0.9|en|Today",
                "de;q=0.1,es;q=0.7|es|Hoy",
                "fr|en|Today",
                "*|en|Today",
                "de;q=zero, ;;=,\u00fc|en|Today",
            })
    @TestSecurity(user = "polyglot", roles = "labeler")
    void theBrowsersWishDecides(String accepted, String language, String title) {
        String page = given().header("Accept-Language", accepted).get("/home").asString();

        assertThat(page).contains("<html lang=\"" + language + "\"", "<h1>" + title + "</h1>");
    }

    @Test
    @TestSecurity(user = "polyglot", roles = "labeler")
    void theReadersOwnChoiceIsKeptInTheirBrowserAndGoesBeforeItsWish() {
        Response chosen = chooses("es");
        assertThat(chosen.statusCode()).isEqualTo(303);
        assertThat(cookie(chosen))
                .startsWith("hone-language=")
                .containsIgnoringCase("SameSite=Lax")
                .contains("Max-Age=31536000")
                .containsIgnoringCase("HttpOnly");
        String page = german().cookie("hone-language", chosen.cookie("hone-language"))
                .get("/home")
                .asString();
        assertThat(page)
                .contains(
                        "<html lang=\"es\"",
                        "<h1>Hoy</h1>",
                        "<option value=\"es\" lang=\"es\" selected>Español</option>");

        Response backToTheBrowser = chooses("browser");
        assertThat(cookie(backToTheBrowser)).contains("hone-language=", "Max-Age=0");
        assertThat(german().cookie("hone-language", "xx").get("/home").asString())
                .contains("<h1>Heute</h1>");
        assertThat(chooses("xx").statusCode()).isEqualTo(400);
    }

    @Test
    @TestSecurity(user = "german-judge", roles = "labeler")
    void workIsHandedOutInTheReadersLanguageToTheLastWord() {
        Project project = bench.project(1, "german-judge");
        bench.prompt(project, "A fox loses her kite.", "one", "two");
        String kind = "/p/" + project.slug + "/work/comparison";
        assertThat(german().get("/home").asString())
                .contains("Wartet auf Sie", "Vergleich", "welche von zwei Antworten besser ist", "noch 1", "Beginnen");

        Response next = german().redirects().follow(false).get(kind);
        String work = URI.create(next.header("Location")).getPath();
        assertThat(german().get(work).asString())
                .contains(
                        "Welche Antwort ist besser?", "A viel besser", "<kbd>Strg</kbd>", "Zwei Antworten vergleichen")
                .doesNotContain("Which answer", "much better", "Submit", "Skip");
        assertThat(german().get(work + "/skip").asString()).contains("Der Prompt ist unklar");
        assertThat(Forms.speaking("de", work, work, Map.of("why", "x")).asString())
                .contains("Noch ist nichts gewählt.");
        Forms.post(work, work, Map.of("choice", "a3"));

        assertThat(german().get("/home").asString()).contains("Viel besser", "gerade eben");
        assertThat(german().get(kind).asString())
                .contains("Zurzeit wartet nichts auf Sie", "Alle freien Aufgaben der Art „Vergleich“")
                .contains("Heute haben Sie 1 Aufgabe beurteilt.");
    }

    @Test
    @TestSecurity(user = "german-judge", roles = "labeler")
    void anEnglishPageSaysSoInsideAFrameThatIsNot() {
        assertThat(german().get("/projects").asString())
                .contains("<html lang=\"en\"", "<header class=\"bar\" lang=\"de\">", ">Heute</a>");
        assertThat(german().get("/home").asString()).contains("<html lang=\"de\"", "<header class=\"bar\">");
    }

    @Test
    @TestSecurity(user = "german-judge", roles = "labeler")
    void whatGoesWrongIsToldInTheReadersLanguageToo() {
        assertThat(german().accept("text/html").get("/no-such-page").asString())
                .contains("<html lang=\"de\"", "Diese Seite gibt es nicht");
        assertThat(given().header("Accept-Language", "es")
                        .contentType("text/plain")
                        .body("x")
                        .post("/preferences")
                        .asString())
                .contains("<html lang=\"es\"", "No se envió como formulario");
    }

    private static String cookie(Response answer) {
        return answer.headers().getValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("hone-language="))
                .findFirst()
                .orElse("");
    }

    private static RequestSpecification german() {
        return given().header("Accept-Language", "de-DE,de;q=0.9,en;q=0.8");
    }

    private static Response chooses(String language) {
        return Forms.post("/home", "/preferences", Map.of("theme", "system", "reading", "serif", "language", language));
    }
}
