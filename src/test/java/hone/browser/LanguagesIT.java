package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import hone.kind.WorkKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work done by people who don't read English, from the sign-in on. */
@InTheBrowser
class LanguagesIT {
    private static final String GERMAN = "de-DE";

    @Test
    void aComparisonIsJudgedInGermanFromTheSignInToTheEmptyQueueByKeysAlone(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = hone.nobody(Screen.WIDE.speaking(GERMAN));
        lena.go(place.at("/work/comparison"));
        assertThat(lena.page().getAttribute("html", "lang")).isEqualTo("de");
        assertThat(lena.title()).isEqualTo("Anmelden");
        assertThat(lena.page().locator("label[for=username]")).containsText("Benutzername oder E-Mail");
        lena.type("lena");
        lena.press("Tab");
        lena.type("not this one");
        lena.leads(() -> lena.press("Enter"));
        assertThat(lena.page().locator("#input-error-username")).containsText("passen nicht zusammen");
        lena.page().locator("#password").focus();
        lena.type("lena");
        lena.press("Enter");
        lena.page().waitForURL(url -> url.contains("/work/"));

        assertThat(lena.title()).isEqualTo("Welche Antwort ist besser?");
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        lena.press("i", "7");
        assertThat(lena.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("B viel besser")))
                .isChecked();
        lena.press("r");
        lena.type("Es endet freundlich");
        lena.press("Escape", "g", "2");
        assertThat(lena.page().locator("#cited")).containsText("K2");
        lena.press("Control+s");
        assertThat(lena.page().locator("#saved")).containsText("Gespeichert");
        lena.press("s");
        assertThat(lena.page().locator("dialog[open] h2")).hasText("Diese Aufgabe überspringen");
        lena.press("Escape", "Shift+?");
        assertThat(lena.page().locator("dialog[open] h2").first()).hasText("Tasten");
        lena.press("Escape");
        lena.leads(() -> lena.press("Control+Enter"));
        assertThat(lena.text("Urteil gespeichert.")).isVisible();
        lena.leads(() -> lena.press("4", "Control+Enter"));

        assertThat(lena.title()).isEqualTo("Zurzeit wartet nichts auf Sie");
        assertThat(lena.text("Heute haben Sie")).isVisible();
        assertThat(hone.database().list("""
                        select j.verdict ->> 'kind' || ' ' || coalesce(j.rationale, '') from judgment j
                        join project p on p.id = j.project_id where p.slug = ? order by j.judged_at""", place.slug()))
                .hasSize(2)
                .first()
                .asString()
                .contains("Es endet freundlich");
        lena.leads(() -> lena.press("u"));
        assertThat(lena.text("Das Urteil ist rückgängig gemacht")).isVisible();
    }

    @Test
    void whoeverChoosesALanguageReadsItFromThenOnAtTheSignInToo(RunningHone hone) {
        Visitor ravi = hone.nobody();
        ravi.go("/home");
        ravi.signIn("ravi");
        assertThat(ravi.title()).isEqualTo("Today");

        ravi.page().locator("header .menu summary").click();
        ravi.leads(() -> ravi.page().getByLabel("Language").selectOption("es"));

        assertThat(ravi.title()).isEqualTo("Hoy");
        assertThat(ravi.page().getAttribute("html", "lang")).isEqualTo("es");
        ravi.page().locator("header .menu summary").click();
        ravi.button("Cerrar sesión").click();
        ravi.page().waitForLoadState();
        ravi.go("/home");
        assertThat(ravi.page().url()).contains("/realms/hone/");
        assertThat(ravi.page().getAttribute("html", "lang")).isEqualTo("es");
        assertThat(ravi.title()).isEqualTo("Iniciar sesión");
    }

    @Test
    void pagesOfLabelersKeepTheirShapeWithLongerWords(RunningHone hone) {
        Workplace place = withWorkOfEveryKind(hone);
        List<String> broken = new ArrayList<>();
        for (String language : List.of(GERMAN, "es-ES")) {
            for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, new Screen(320, 700, false, language))) {
                Visitor lena = hone.visit("lena", screen.speaking(language));
                List<String> pages = new ArrayList<>(
                        List.of("/home", "/keys", place.at("/guidelines/comparison"), place.at("/talk")));
                WorkKind.names().forEach(kind -> pages.add(place.at("/work/" + kind)));
                for (String page : pages) {
                    lena.go(page);
                    PageRules.brokenBy(lena)
                            .forEach(rule -> broken.add(language + " " + screen.width() + " " + page + ": " + rule));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    static Workplace withWorkOfEveryKind(RunningHone hone) {
        return Workplace.with(hone, 1, "lena")
                .asksEveryKind()
                .asks("Tell a story about a boat.")
                .asks(
                        "Which is kinder?",
                        "Mira laughed, and her kite flew home.",
                        "Nobody came past the mill that day.")
                .asksForARanking("Rank these.", "One kite.", "Two kites.", "Three kites.", "Four kites.")
                .asks("Correct this.", "The kite was lost for ever.");
    }
}
