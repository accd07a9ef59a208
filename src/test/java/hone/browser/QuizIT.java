package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import hone.kind.WorkKind;
import org.junit.jupiter.api.Test;

/** Lena fails a quiz, is told when to try again, passes the next day, and gets work; all of it by keys. */
@InTheBrowser
class QuizIT {
    private static final int TASKS = 5;
    private static final String KIND = WorkKind.COMPARISON.wireName();

    /** Makes the first comparisons of a place gold: the answer that flew home is the better one. */
    static void makesGold(RunningHone hone, Workplace place, int tasks) {
        hone.database().run("""
                        insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at, closed_at)
                        select gen_random_uuid(), t.project_id, t.prompt_id, t.kind, 1, 'gold', cast(t.id as text), now(), now()
                        from task t join project p on p.id = t.project_id where p.slug = ? and t.kind = ? order by t.id limit ?""", place.slug(), KIND, tasks);
        hone.database().run("""
                insert into task_answer (task_id, position, answer_id) select t.id, x.position, x.answer_id
                from task t join project p on p.id = t.project_id join task_answer x on x.task_id = cast(t.origin_id as uuid)
                where p.slug = ? and t.origin = 'gold'""", place.slug());
        hone.database().run("""
                insert into gold (task_id, source_id, project_id, kind, chosen, set_by, set_at)
                select t.id, cast(t.origin_id as uuid), t.project_id, t.kind, a.id, l.id, now()
                from task t join project p on p.id = t.project_id join task_answer x on x.task_id = t.id
                join answer a on a.id = x.answer_id cross join labeler l
                where p.slug = ? and t.origin = 'gold' and a.text like '%flew home%' and l.username = 'ada'""", place.slug());
    }

    @Test
    void whoFailsIsToldWhenToTryAgainAndGetsWorkOnceTheQuizIsPassed(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(TASKS + 2);
        makesGold(hone, place, TASKS);
        Visitor ada = place.admin();
        ada.go(place.at("/quiz"));
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.page().locator("input[name=required]").check();
        for (int i = 0; i < TASKS; i++) {
            ada.page().locator("input[name=task]").nth(i).check();
        }
        ada.leads(() -> ada.button("Save").click());
        assertThat(ada.page().locator("[role=status]").first()).containsText("Saved.");

        Visitor lena = place.opens("lena", KIND);
        assertThat(lena.page().locator("h1")).hasText("A quiz comes first");
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        lena.leads(() -> lena.link("To the quiz").click());
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        takes(lena, "was lost");
        assertThat(lena.page().locator("#result")).containsText("You did not pass this time.");
        assertThat(lena.page().locator("#result")).containsText("Right: 0 of 5");
        assertThat(lena.page().locator("#result")).containsText("You may try again from");
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        ada.go(place.at("/people"));
        assertThat(ada.page().locator("#quiz")).containsText("Not passed");
        assertThat(ada.page().locator("#quiz")).containsText("0 to 43 %");
        assertThat(PageRules.brokenBy(ada)).isEmpty();

        hone.database().run("""
                update quiz_try t set begun_at = begun_at - interval '1 day', ended_at = ended_at - interval '1 day'
                from project p where p.id = t.project_id and p.slug = ?""", place.slug());
        lena.go(place.at("/quiz/" + KIND));
        takes(lena, "flew home");
        assertThat(lena.page().locator("#result")).containsText("You passed the quiz.");
        lena.go("/me");
        assertThat(lena.page().locator("#quizzes")).containsText("Passed: 5 of 5 right.");
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        lena.go(place.at("/quiz/" + KIND));
        lena.leads(() -> lena.link("To work").click());
        assertThat(lena.page().locator("#judgment[data-assignment]")).isVisible();
    }

    /** Enter begins, as the button has the focus; each question is answered by the keys of labeling, and the next is there at once. */
    private static void takes(Visitor lena, String prefers) {
        lena.leads(() -> lena.press("Enter"));
        for (int i = 1; i <= TASKS; i++) {
            assertThat(lena.page().locator("#today")).hasText("Task " + i + " of " + TASKS);
            if (i == 2) {
                assertThat(PageRules.brokenBy(lena)).isEmpty();
            }
            lena.press(lena.answerShown("A").contains(prefers) ? "2" : "6");
            if (i < TASKS) {
                lena.press("Control+Enter");
            } else {
                lena.leads(() -> lena.press("Control+Enter"));
            }
        }
    }
}
