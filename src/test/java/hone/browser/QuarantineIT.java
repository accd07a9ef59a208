package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deciding by keys alone about what a scan holds back. */
@InTheBrowser
class QuarantineIT {
    private static final String OUTCOME = """
            select count(*) from quarantine q join project p on p.id = q.project_id where p.slug = ? and q.outcome is not distinct from ?""";

    @Test
    void oneKeyReleasesOneKeepsOutAndTheRestOfTheFindingIsDecidedAtOnce(RunningHone hone) {
        Workplace place = PlantedJudgments.in(hone);
        Visitor ada = place.admin();
        ada.go(place.at("/quarantine"));
        assertThat(ada.page().locator("#main")).containsText("Nothing waits for you");
        assertThat(PageRules.brokenBy(ada)).isEmpty();

        ada.post(place.at("/datasets"), Map.of());
        ada.go(place.at("/datasets/1"));
        assertThat(ada.page().locator("#main")).containsText("6 judgments are held back and not in this dataset");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.go(place.at(""));
        assertThat(ada.page().locator("#main")).containsText("6 judgments wait in quarantine");
        assertThat(PageRules.brokenBy(ada)).isEmpty();

        ada.go(place.at("/quarantine"));
        assertThat(ada.page().locator(".head")).containsText("6 wait");
        assertThat(ada.page().locator(".answer mark")).hasText(PlantedJudgments.WORDS);
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.leads(() -> ada.press("a"));
        assertThat(ada.page().locator("[role=status]")).containsText("Released: it counts");
        assertThat(ada.page().locator(".head")).containsText("5 wait");
        ada.leads(() -> ada.press("Shift+R"));
        assertThat(ada.page().locator("[role=status]")).containsText("Kept out: it is withdrawn");
        assertThat(ada.page().locator(".head")).containsText("4 wait");
        String passed = ada.page().locator("#decision").getAttribute("action");
        ada.leads(() -> ada.press("s"));
        assertThat(ada.page().locator("#decision[action='" + passed + "']")).hasCount(0);

        ada.leads(() -> ada.press("f"));
        assertThat(ada.page().locator("h1")).hasText("Decide about a whole finding");
        assertThat(ada.page().locator("#whole")).containsText("Keep all 4 out");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.leads(() -> ada.page().locator("#whole button[value=keep]").click());

        assertThat(ada.page().locator("[role=status]")).containsText("All kept out");
        assertThat(ada.page().locator("section:has(#decided) tbody tr")).hasCount(6);
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        assertThat(hone.database().number(OUTCOME, place.slug(), "released")).isEqualTo(1);
        assertThat(hone.database().number(OUTCOME, place.slug(), "kept-out")).isEqualTo(5);
        ada.post(place.at("/datasets"), Map.of());
        ada.go(place.at("/datasets/2"));
        assertThat(ada.page().locator("#main")).containsText("59 accepted judgments");
    }
}
