package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** Reviewing and settling disagreements by keys alone, and what authors see of it. */
@InTheBrowser
class ReviewIT {
    private static final String COUNTING = """
            select count(*) from judgment j join project p on p.id = j.project_id
            where p.slug = ? and j.accepted_at is not null and j.withdrawn_at is null""";

    @Test
    void oneIsAcceptedOneFixedOneReturnedAndOneRejected(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();
        ada.go(place.at("/review"));
        assertThat(ada.page().locator("#main")).containsText("every judgment counts at once");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.page().locator("input[name=policy][value=all]").check();
        ada.page().locator("#policy button").click();
        assertThat(ada.page().locator("[role=status]")).containsText("Saved.");

        place.asksForComparisons(4);
        Visitor lena = place.opens("lena", "comparison");
        for (int i = 0; i < 4; i++) {
            lena.press("r");
            lena.page().keyboard().type("Because " + i + ".");
            lena.press("Escape", "2");
            String task = lena.page().locator("#judgment").getAttribute("data-assignment");
            lena.press("Control+Enter");
            assertThat(lena.page().locator("#judgment[data-assignment='" + task + "']"))
                    .hasCount(0);
        }
        assertThat(hone.database().number(COUNTING, place.slug())).isZero();

        ada.go(place.at("/review"));
        assertThat(ada.page().locator("#main")).containsText("Because 0.");
        assertThat(ada.page().locator(".head")).containsText("4 wait");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.leads(() -> ada.press("a"));
        assertThat(ada.page().locator(".head")).containsText("Accepted: it is data now.");
        assertThat(hone.database().number(COUNTING, place.slug())).isEqualTo(1);

        assertThat(ada.page().locator("#main")).containsText("Because 1.");
        ada.leads(() -> ada.press("m"));
        assertThat(ada.page().locator("input[name=choice][value=a2]")).isChecked();
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.page().locator("input[name=choice][value=tie]").check();
        ada.leads(() -> ada.press("Control+Enter"));
        assertThat(ada.page().locator(".head")).containsText("Your version is data now");

        assertThat(ada.page().locator("#main")).containsText("Because 2.");
        ada.press("r");
        assertThat(ada.page().locator("#reason")).isFocused();
        ada.page().keyboard().type("Name the rule.");
        ada.leads(() -> ada.press("Control+Enter"));
        assertThat(ada.page().locator(".head")).containsText("Returned to its author");

        assertThat(ada.page().locator("#main")).containsText("Because 3.");
        ada.leads(() -> ada.press("Shift+R"));
        assertThat(ada.page().locator("#main")).containsText("Nothing waits for you");
        assertThat(hone.database().number(COUNTING, place.slug())).isEqualTo(2);

        lena.go("/home");
        assertThat(lena.page().locator("#feedback"))
                .containsText(place.name() + ": a judgment of yours came back. Name the rule.");
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        lena.page()
                .locator("#feedback a", new Page.LocatorOptions().setHasText("came back"))
                .first()
                .click();
        assertThat(lena.page().locator("#returned")).containsText("Name the rule.");
        assertThat(lena.page().locator("#why")).hasValue("Because 2.");
        lena.press("3");
        lena.leads(() -> lena.press("Control+Enter"));
        ada.go(place.at("/review"));
        assertThat(ada.page().locator(".head")).containsText("it was returned to its author before");
        ada.leads(() -> ada.press("a"));
        assertThat(hone.database().number(COUNTING, place.slug())).isEqualTo(3);
    }

    @Test
    void aDisagreementIsSettledByOneKey(RunningHone hone) {
        Workplace place = Workplace.with(hone, 2, "lena", "ravi");
        place.asks("Tell of a goat.", "It laughed.", "It was sorry.");
        prefers(place.opens("lena", "comparison"), "It laughed.");
        prefers(place.opens("ravi", "comparison"), "It was sorry.");
        Visitor ada = place.admin();

        ada.go(place.at("/disagreements"));
        assertThat(ada.page().locator("h1")).hasText("2 judgments that differ");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.leads(() -> ada.press("1"));
        assertThat(ada.page().locator("#cause-error")).containsText("Choose why they differ.");
        ada.page().locator("#cause").selectOption("taste");
        ada.page().locator("h1").click();
        ada.leads(() -> ada.press("1"));

        assertThat(ada.page().locator("#main")).containsText("Nothing to settle");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        assertThat(hone.database().number(COUNTING, place.slug())).isEqualTo(1);
    }

    private static void prefers(Visitor who, String text) {
        who.press(who.answerShown("A").equals(text) ? "1" : "7");
        who.leads(() -> who.press("Control+Enter"));
    }
}
