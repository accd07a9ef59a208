package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import hone.kind.WorkKind;
import org.junit.jupiter.api.Test;

/** A comparison that comes again to the same person: they are not told, and can't look up what they said. */
@InTheBrowser
class RepeatIT {
    private static final String KIND = WorkKind.COMPARISON.wireName();
    private static final String LAUGHED = "The goat came home and everybody laughed.";
    private static final String LOST = "The goat was lost. Nobody cared.";

    /** Each of those handed out is a repeat with a probability of 0.3: that none is of so many is one of 10^12. */
    private static final int OTHERS = 80;

    /** Everything in the form but its words: a class, a field or a mark that only repeats have would be seen. */
    private static final String SKELETON = """
            form => [...form.querySelectorAll("*")]
              .map(e => e.tagName + " " + e.className + " " + e.getAttributeNames().join(",")).join("\\n")""";

    @Test
    void daysLaterItComesWithItsSidesSwappedAndLooksLikeAnyOther(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a goat.", LAUGHED, LOST);
        Visitor lena = place.opens("lena", KIND);
        String first = inHands(lena);
        String left = lena.answerShown("A");
        String right = lena.answerShown("B");
        lena.press(left.equals(LAUGHED) ? "2" : "6");
        lena.leads(() -> lena.press("Control+Enter"));
        lena.go(place.at("/comments/" + first));
        assertThat(lena.page().locator("#main")).containsText("better than");

        daysPass(hone, place);
        place.asksForComparisons(OTHERS);
        lena.go(place.at("/work/" + KIND));
        judgesOne(lena);
        Visitor ada = place.admin();
        ada.go(place.at("/settings"));
        ada.page().locator("#repeatPercent").fill("30");
        ada.leads(() -> ada.button("Save settings").click());
        assertThat(ada.page().locator("[role=status]").first()).containsText("Saved.");
        String repeat = judgesUntilARepeat(hone, lena);

        assertThat(lena.answerShown("A")).isEqualTo(right);
        assertThat(lena.answerShown("B")).isEqualTo(left);
        lena.go(place.at("/comments/" + first));
        assertThat(lena.page().locator("body")).containsText("You are asked about the same answers again.");
        assertThat(lena.page().locator("body")).not().containsText("better than");
        lena.go("/work/" + repeat);
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        String title = lena.page().title();
        Object skeleton = lena.page().locator("#judgment").evaluate(SKELETON);
        lena.press(right.equals(LAUGHED) ? "2" : "6");
        lena.press("Control+Enter");
        assertThat(lena.page().locator("#judgment[data-assignment='" + repeat + "']"))
                .hasCount(0);
        lena.go("/work/" + inHands(lena));
        assertThat(lena.page().title()).isEqualTo(title);
        assertThat(lena.page().locator("#judgment").evaluate(SKELETON)).isEqualTo(skeleton);

        judgesOne(lena);
        measuredAgain(hone, place);
        ada.go(place.at("/quality"));
        assertThat(ada.page().locator("#self-consistency")).containsText("1 repeat so far");
        assertThat(ada.page().locator("#self-consistency")).containsText("1 the same, 0 the other answer");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
    }

    private static String inHands(Visitor who) {
        return who.page().locator("#judgment").getAttribute("data-assignment");
    }

    private static void judgesOne(Visitor who) {
        String task = inHands(who);
        who.press("2", "Control+Enter");
        assertThat(who.page().locator("#judgment[data-assignment='" + task + "']"))
                .hasCount(0);
        assertThat(who.page().locator("#judgment")).isVisible();
    }

    private static String judgesUntilARepeat(RunningHone hone, Visitor who) {
        for (int i = 1; i < OTHERS; i++) {
            String task = inHands(who);
            if (hone.database().number("""
                            select count(*) from planned_repeat r join assignment a on a.task_id = r.task_id
                            where a.id = cast(? as uuid)""", task) == 1) {
                return task;
            }
            judgesOne(who);
        }
        throw new AssertionError("no repeat in " + OTHERS + " tasks");
    }

    /** What was judged here is eight days old. */
    private static void daysPass(RunningHone hone, Workplace place) {
        hone.database().run("""
                        update judgment set judged_at = judged_at - interval '8 days'
                        where project_id = (select id from project where slug = ?)""", place.slug());
        hone.database().run("""
                        update assignment a set handed_at = a.handed_at - interval '8 days', closed_at = a.closed_at - interval '8 days'
                        from task t join project p on p.id = t.project_id where t.id = a.task_id and p.slug = ?""", place.slug());
    }

    /** As if the last time had been an hour ago: it happens once a minute at most. */
    private static void measuredAgain(RunningHone hone, Workplace place) {
        hone.database().run("""
                        insert into quality_computed (project_id, computed_at) select id, now() - interval '1 hour' from project where slug = ?
                        on conflict (project_id) do update set computed_at = excluded.computed_at""", place.slug());
        hone.database()
                .awaitThat(
                        "the repeat is counted",
                        "select 1 from quality_computed q join project p on p.id = q.project_id where p.slug = ? and q.repeat_same = 1",
                        place.slug());
    }
}
