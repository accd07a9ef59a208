package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import hone.kind.WorkKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers rated on every scale and flag of the shipped guideline, by keys alone. */
@InTheBrowser
class RatingIT {
    @Test
    void twoAnswersAreRatedByKeysAloneAndTheDraftComesBack(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        hone.database().run("""
                update asked_work set enabled = (kind = ?) where project_id = (select id from project where slug = ?)""", WorkKind.RATING.wireName(), place.slug());
        place.asks("Tell a story about a kite.", "One.", "Two.");
        Visitor lena = place.opens("lena", WorkKind.RATING.wireName());
        String first = lena.answerShown("A");
        assertThat(lena.title()).isEqualTo("Rate 2 answers");
        assertThat(PageRules.brokenBy(lena)).isEmpty();

        // Helpful, True, Clear, Harmful, Refuses of A; a digit on a flag and y on a scale are nothing.
        lena.press("6", "7", "y", "5", "3", "n", "n");
        assertThat(lena.page().locator(".rate.now")).hasAttribute("data-name", "Helpful");
        lena.press("Control+Enter");
        assertThat(lena.page().locator("#rate-error")).containsText("Not rated yet: B Helpful, B True, B Clear + 2");
        lena.press("2", "ArrowRight", "k", "ArrowRight");
        assertThat(lena.page().locator("#saved")).containsText("Saved");
        lena.page().reload();
        assertThat(lena.page().locator("input[name='rate-1-1'][value='6']")).isChecked();
        assertThat(lena.page().locator("input[name='rate-2-1'][value='3']")).isChecked();
        assertThat(lena.page().locator("input[name='rate-2-2'][value='1']")).isChecked();
        lena.press("4", "y", "n");
        assertThat(lena.page().locator("#rate-error")).containsText("Everything is rated.");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(hone.database().list("""
                        select a.text || ' ' || (one ->> 'scales') || ' ' || (one ->> 'flags') from judgment j
                        join project p on p.id = j.project_id cross join jsonb_array_elements(j.verdict -> 'answers') one
                        join answer a on a.id = cast(one ->> 'answer' as uuid)
                        where p.slug = ?""", place.slug()))
                .containsExactlyInAnyOrder(
                        first + " {\"True\": 7, \"Clear\": 5, \"Helpful\": 6} {\"Harmful\": false, \"Refuses\": false}",
                        other(first)
                                + " {\"True\": 1, \"Clear\": 4, \"Helpful\": 3} {\"Harmful\": true, \"Refuses\": false}");
        lena.press("u");
        assertThat(lena.page().locator("input[name='rate-2-3'][value='4']")).isChecked();
    }

    private static String other(String first) {
        return List.of("One.", "Two.").stream()
                .filter(text -> !text.equals(first))
                .findFirst()
                .orElseThrow();
    }
}
