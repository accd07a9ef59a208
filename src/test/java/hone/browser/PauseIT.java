package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lena always chooses the answer on the same side, is paused by a rule, answers, and goes on once an admin has lifted the pause. */
@InTheBrowser
class PauseIT {
    private static final int JUDGED = 10;

    @Test
    void whoIsPausedByARuleReadsWhyAnswersAndGoesOnWhenItIsLifted(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        place.asksForComparisons(JUDGED + 3);
        Visitor ada = place.admin();
        ada.go(place.at("/pauses"));
        assertThat(ada.page().locator("#main")).containsText("Nobody is paused");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.page().locator("input[name=on-side]").check();
        ada.page().locator("input[name=percent-side]").fill("60");
        ada.page().locator("input[name=least-side]").fill(Integer.toString(JUDGED));
        ada.leads(() -> ada.page().locator("#rules button").click());
        assertThat(ada.page().locator("[role=status]").first()).containsText("Saved.");

        Visitor lena = place.opens("lena", "comparison");
        for (int i = 0; i < JUDGED; i++) {
            lena.press("2");
            String task = lena.page().locator("#judgment").getAttribute("data-assignment");
            lena.press("Control+Enter");
            assertThat(lena.page().locator("#judgment[data-assignment='" + task + "']"))
                    .hasCount(0);
        }
        hone.database().awaitThat("lena is paused", """
                        select 1 from pause x join project p on p.id = x.project_id
                        where p.slug = ? and x.rule = 'side' and x.lifted_at is null""", place.slug());

        // What she holds she may finish; then she reads why there is no more.
        lena.press("2");
        lena.leads(() -> lena.press("Control+Enter"));
        assertThat(lena.page().locator("h1")).hasText("Your work in " + place.name() + " is paused");
        assertThat(lena.page().locator("#main")).containsText("Judgment stored.");
        assertThat(lena.page().locator("#why")).containsText("In 100 % of these it is the answer on the same side");
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        lena.page().locator("#text").fill("The left one was shorter each time, and K1 asks for short answers.");
        lena.leads(() -> lena.page().locator("#appeal button[type=submit]").click());
        assertThat(lena.page().locator("[role=status]").first()).containsText("Sent.");
        assertThat(lena.page().locator("#main")).containsText("Nobody has answered yet.");
        lena.go("/home");
        assertThat(lena.page().locator("#main")).containsText("Your work in " + place.name() + " is paused");
        assertThat(PageRules.brokenBy(lena)).isEmpty();

        ada.go("/home");
        assertThat(ada.page().locator("#duties")).containsText(place.name() + ": 1 answer to a pause waits.");
        ada.go(place.at("/pauses"));
        assertThat(ada.page().locator("#active")).containsText("K1 asks for short answers");
        assertThat(ada.page().locator("#active")).containsText("judgments from that time wait for a reviewer");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.page().locator("#active textarea").fill("You are right, thank you.");
        ada.leads(() -> ada.page().locator("#active button[value=lift]").click());
        assertThat(ada.page().locator("#main")).containsText("Nobody is paused");
        ada.go(place.at("/review"));
        assertThat(ada.page().locator("#main")).containsText("its author was paused after it");
        assertThat(PageRules.brokenBy(ada)).isEmpty();

        lena.go(place.at("/pauses/mine"));
        assertThat(lena.page().locator("#main")).containsText("You are right, thank you.");
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        lena.leads(() -> lena.page().locator("#work a").first().click());
        assertThat(lena.page().locator("#judgment")).isVisible();
    }
}
