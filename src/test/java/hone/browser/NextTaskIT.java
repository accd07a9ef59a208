package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From one task to the next on the same page, and what keys must not do on the way. */
@InTheBrowser
class NextTaskIT {
    private static final int TASKS = 40;
    private static final String JUDGMENTS = """
            select count(*) from judgment j join project p on p.id = j.project_id
            where p.slug = ? and j.withdrawn_at is null""";

    @Test
    void theNextTaskTakesThePlaceOfTheOneSubmittedAndBackLeadsToThatOne(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(3);
        Visitor lena = place.opens("lena", "comparison");
        String first = lena.path();
        lena.page().evaluate("() => { window.stillHere = true; }");

        lena.press("g", "1", "7");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.path()).startsWith("/work/").isNotEqualTo(first);
        assertThat(lena.page().evaluate("() => window.stillHere")).isEqualTo(true);
        assertThat(lena.page().locator("#said")).hasText("Judgment stored. Which answer is better?");
        assertThat(lena.page().locator("#judgment h1")).isFocused();
        assertThat(lena.page().locator("#today")).containsText("today");
        assertThat(lena.page().locator("input[name=choice]:checked")).hasCount(0);
        assertThat(lena.page().locator("input[name=rule]:checked")).hasCount(0);
        // Drafts, skipping and undoing are of the new task.
        String second = lena.path();
        lena.press("r");
        lena.type("Hm.");
        assertThat(lena.page().locator("#saved")).containsText("Saved");
        assertThat(hone.database()
                        .number(
                                "select count(*) from draft where assignment_id = cast(? as uuid)",
                                second.substring(6)))
                .isOne();
        lena.press("Escape", "s");
        lena.leads(() -> lena.press("1"));
        assertThat(hone.database().one("select state from assignment where id = cast(? as uuid)", second.substring(6)))
                .isEqualTo("skipped");
        lena.leads(() -> lena.press("u"));
        assertThat(lena.path()).isEqualTo(second);
        assertThat(lena.field("Why")).hasValue("Hm.");

        lena.press("2");
        lena.leads(() -> lena.press("Control+Enter"));
        lena.page().goBack();

        assertThat(lena.heading("You have judged this task")).isVisible();
        assertThat(lena.path()).isEqualTo(second);
    }

    @Test
    void keysThatScrollChangeNoChoice(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = place.opens("lena", "comparison");
        Locator chosen = lena.page().locator("input[name=choice]:checked");

        lena.press("2", "ArrowDown", "ArrowDown", "ArrowUp", "PageDown", "Space", "End", "Home");
        assertThat(chosen).hasValue("a2");
        // By a click the step has the focus, and browsers would move it with the arrows.
        lena.page()
                .locator("label.step", new com.microsoft.playwright.Page.LocatorOptions().setHasText("Tie"))
                .click();
        lena.press("ArrowDown", "ArrowUp", "ArrowUp", "Space", "PageUp");
        assertThat(chosen).hasValue("tie");
        lena.press("g", "1", "Space", "ArrowDown");
        assertThat(lena.page().locator("input[name=rule]:checked")).hasCount(1);
        lena.press("ArrowRight");
        assertThat(chosen).hasValue("b1");
    }

    @Test
    void aSecondPressStoresNothingTwiceAndLeadsToNoErrorPage(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = place.opens("lena", "comparison");
        String first = lena.path();

        // As fast as nobody presses: all of it before the first answer can be there.
        lena.page().evaluate("""
                () => {
                  const press = (key, ctrlKey = false) =>
                    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }));
                  press("2"); press("Enter", true); press("6"); press("Enter", true); press("Enter", true);
                }""");

        assertThat(lena.page().locator("#said")).containsText("Judgment stored.");
        assertThat(lena.path()).startsWith("/work/").isNotEqualTo(first);
        assertThat(lena.title()).isEqualTo("Which answer is better?");
        assertThat(hone.database().number(JUDGMENTS, place.slug())).isOne();
        assertThat(hone.database().one("""
                        select j.verdict ->> 'degree' from judgment j where j.assignment_id = cast(? as uuid)""", first.substring(6)))
                .as("what was chosen when it was sent")
                .isEqualTo("BETTER");
    }

    @Test
    void whoIsTakenOffTheProjectIsToldSoWhileTypingAndKeepsTheText(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        Visitor lena = place.opens("lena", "demonstration");
        lena.field("Your answer").focus();
        lena.type("The boat came home.");
        place.admin().post(place.at("/people/lena/remove"), Map.of());

        lena.type(" They");
        assertThat(lena.text("An admin has removed you from it")).isVisible();
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.heading("You are not in this project any more")).isVisible();
        assertThat(lena.page().locator("#kept")).hasText("The boat came home. They");
        assertThat(hone.database().number(JUDGMENTS, place.slug())).isZero();
    }

    @Test
    void whatCouldNotBeSentIsSaidAndSentAgain(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = place.opens("lena", "comparison");
        String first = lena.path();
        lena.press("3");

        lena.page().route("**/work/*", route -> route.abort());
        lena.press("Control+Enter");
        assertThat(lena.text("It could not be sent.")).isVisible();
        assertThat(lena.page().locator("input[name=choice]:checked")).hasValue("a1");
        lena.page().unroute("**/work/*");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.path()).isNotEqualTo(first);
        assertThat(hone.database().number(JUDGMENTS, place.slug())).isOne();
    }

    /** Reported, not asserted: other programs share the machine. */
    @Test
    void fromTheKeyToTheNextTaskOnScreen(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(TASKS + 1);
        Visitor lena = place.opens("lena", "comparison");
        lena.page().evaluate("""
                () => {
                  window.waited = [];
                  let pressed = 0;
                  addEventListener("keydown", (event) => { if (event.key === "Enter") pressed = performance.now(); }, true);
                  document.addEventListener("hone:task", () =>
                    requestAnimationFrame(() => setTimeout(() => window.waited.push(performance.now() - pressed))));
                }""");

        for (int i = 1; i <= TASKS; i++) {
            lena.press(Integer.toString(1 + i % 7), "Control+Enter");
            lena.page().waitForFunction("n => window.waited.length === n", i);
        }

        List<Double> waited = ((List<?>) lena.page().evaluate("() => window.waited"))
                .stream().map(n -> ((Number) n).doubleValue()).sorted().toList();
        System.out.printf(
                "from the key to the next task on screen: median %.0f ms, p95 %.0f ms, n %d%n",
                waited.get(TASKS / 2), waited.get(TASKS * 95 / 100), TASKS);
        assertThat(hone.database().number(JUDGMENTS, place.slug())).isEqualTo(TASKS);
    }
}
