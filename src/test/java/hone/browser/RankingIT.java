package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers put in an order: by digits alone, or dragged. */
@InTheBrowser
class RankingIT {
    private static final String VERDICT = """
            select verdict from judgment j join project p on p.id = j.project_id
            where p.slug = ? and j.withdrawn_at is null order by j.judged_at desc limit 1""";

    @Test
    void fourAnswersAreRankedWithATieByDigitsAlone(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena")
                .asksForARanking("Tell a story about a kite.", "One.", "Two.", "Three.", "Four.");
        Visitor lena = place.opens("lena", "ranking");
        List<String> shown =
                List.of(lena.answerShown("A"), lena.answerShown("B"), lena.answerShown("C"), lena.answerShown("D"));

        lena.press("j", "3", "j", "1", "j", "2");
        lena.press("Control+Enter");
        assertThat(lena.page().locator("#rank-error")).containsText("No rank yet: D");
        assertThat(lena.path()).startsWith("/work/");
        lena.press("j", "2");
        assertThat(lena.page().locator("#rank-error")).containsText("All answers have a rank.");
        lena.leads(() -> lena.press("Control+Enter"));

        // B first; C and D tied; A last.
        assertThat(hone.database().list("""
                        select string_agg(a.text, '=' order by a.text) from judgment j
                        join project p on p.id = j.project_id
                        cross join jsonb_array_elements(j.verdict -> 'places') with ordinality as place(ids, rank)
                        cross join jsonb_array_elements_text(place.ids) as one(id)
                        join answer a on a.id = cast(one.id as uuid)
                        where p.slug = ? group by place.rank order by place.rank""", place.slug()))
                .containsExactly(shown.get(1), tied(shown.get(2), shown.get(3)), shown.get(0));
    }

    @Test
    void anOrderLeftAsItWasShownIsAskedAboutOnce(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena")
                .asksForARanking("Tell a story about a drum.", "One.", "Two.", "Three.", "Four.");
        Visitor lena = place.opens("lena", "ranking");

        lena.press("j", "1", "j", "2", "j", "3", "j", "4");
        lena.press("Control+Enter");
        assertThat(lena.page().locator("#rank-error")).containsText("the order in which the answers were shown");
        assertThat(hone.database().list(VERDICT, place.slug())).isEmpty();
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(hone.database().one(VERDICT, place.slug())).contains("\"ranking\"");
    }

    @Test
    void lettersAreDraggedOntoPlacesBeforeAnswersAndOntoThemForATie(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena")
                .asksForARanking("Tell a story about a bell.", "One.", "Two.", "Three.", "Four.");
        Visitor lena = place.opens("lena", "ranking");

        drag(lena, "#answer-C .letter", 1, 0.5);
        drag(lena, "#unplaced [data-drag=A]", 2, 0.5);
        drag(lena, "#unplaced [data-drag=B]", 2, 0.1); // Before A.
        drag(lena, "#unplaced [data-drag=D]", 1, 0.5); // As good as C.

        assertThat(lena.page().locator("#rank-error")).containsText("All answers have a rank.");
        assertThat(lena.page()
                        .locator("input[name^=rank-]:checked")
                        .evaluateAll("all => all.map((r) => r.name + r.value)"))
                .isEqualTo(List.of("rank-13", "rank-22", "rank-31", "rank-41"));
        drag(lena, "#rail [data-drag=C]", 3, 0.9); // After A: the last one.
        assertThat(lena.page()
                        .locator("input[name^=rank-]:checked")
                        .evaluateAll("all => all.map((r) => r.name + r.value)"))
                .isEqualTo(List.of("rank-13", "rank-22", "rank-34", "rank-41"));
        assertThat(lena.page().locator(".dragged, [data-drop], [style]")).hasCount(0);
    }

    private static void drag(Visitor visitor, String letter, int place, double height) {
        Locator from = visitor.page().locator(letter);
        from.scrollIntoViewIfNeeded();
        BoundingBox start = from.boundingBox();
        BoundingBox end = visitor.page().locator("[data-place='" + place + "']").boundingBox();
        Mouse mouse = visitor.page().mouse();
        mouse.move(start.x + start.width / 2, start.y + start.height / 2);
        mouse.down();
        mouse.move(end.x + end.width / 2, end.y + end.height * height, new Mouse.MoveOptions().setSteps(4));
        mouse.up();
    }

    private static String tied(String one, String other) {
        return one.compareTo(other) < 0 ? one + "=" + other : other + "=" + one;
    }
}
