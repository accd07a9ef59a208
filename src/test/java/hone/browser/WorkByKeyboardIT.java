package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each kind of work, done by somebody who never touches a mouse. */
@InTheBrowser
class WorkByKeyboardIT {
    private static final String VERDICT = """
            select verdict from judgment j join project p on p.id = j.project_id
            where p.slug = ? and j.withdrawn_at is null order by j.judged_at desc limit 1""";

    @Test
    void aComparisonIsDecidedExplainedAndSubmittedAndTheNextOneIsThere(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/comparison"));
        String first = lena.path();
        String shownAsB = answerShown(lena, "B");

        lena.press("7");
        assertThat(lena.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("B much better")))
                .isChecked();
        lena.press("r");
        lena.type("It ends kindly");
        lena.press("Escape", "g", "2");
        assertThat(lena.page().locator("#cited")).containsText("K2");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.path()).startsWith("/work/").isNotEqualTo(first);
        assertThat(lena.title()).isEqualTo("Which answer is better?");
        assertThat(lena.text("Judgment stored.")).isVisible();
        Database database = hone.database();
        assertThat(database.one(VERDICT, place.slug())).contains("\"preferred\"", "\"MUCH\"");
        assertThat(database.one("""
                        select a.text from judgment j join answer a on a.id = cast(j.verdict ->> 'chosen' as uuid)
                        join project p on p.id = j.project_id where p.slug = ?""", place.slug())).isEqualTo(shownAsB);
        assertThat(database.one("""
                        select rationale || ' ' || array_to_string(rules, ',') from judgment j
                        join project p on p.id = j.project_id where p.slug = ?""", place.slug())).isEqualTo("It ends kindly K2");
    }

    @Test
    void withoutAChoiceNothingIsStoredAndWhatWasTypedStays(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/comparison"));

        lena.press("r");
        lena.type("Not decided yet");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.page().getByRole(AriaRole.ALERT).first()).isVisible();
        assertThat(lena.field("Why")).hasValue("Not decided yet");
        assertThat(hone.database().list(VERDICT, place.slug())).isEmpty();
    }

    @Test
    void fourAnswersAreRankedWithATieByDigitsAlone(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena")
                .asksForARanking("Tell a story about a kite.", "One.", "Two.", "Three.", "Four.");
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/ranking"));
        List<String> shown =
                List.of(answerShown(lena, "A"), answerShown(lena, "B"), answerShown(lena, "C"), answerShown(lena, "D"));

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
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/ranking"));

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
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/ranking"));

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

    @Test
    void whatIsNewInTheGuidelineIsConfirmedByAKeyAndNothingTypedIsLost(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/comparison"));
        assertThat(lena.text("Version 1 of the guideline is new to you.")).isVisible();

        lena.press("3", "i");
        assertThat(lena.page().locator("#unread")).hasCount(0);
        assertThat(lena.page().locator("input[name=choice][value=a1]")).isChecked();
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.page().locator("#unread")).hasCount(0);
        assertThat(hone.database().number("""
                        select count(*) from guideline_acknowledged a join guideline_version v on v.id = a.version_id
                        join guideline g on g.id = v.guideline_id join project p on p.id = g.project_id
                        where p.slug = ?""", place.slug())).isEqualTo(1);
    }

    @Test
    void aQuestionToTheAuthorsIsAskedByAKeyAndTheChoiceStays(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/comparison"));

        lena.press("5", "f");
        lena.type("What if both rhyme? 1 2 3");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.text("Your question is with the authors")).isVisible();
        assertThat(lena.page().locator("input[name=choice][value=b1]")).isChecked();
        place.admin().go(place.at("/guidelines/questions"));
        assertThat(place.admin().text("What if both rhyme? 1 2 3")).isVisible();
    }

    @Test
    void theLastTaskIsTakenBackFromTheEmptyPage(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/comparison"));
        String only = lena.path();
        lena.leads(() -> lena.press("6", "Control+Enter"));
        assertThat(lena.title()).isEqualTo("Nothing is waiting for you");

        lena.leads(() -> lena.press("u"));

        assertThat(lena.path()).isEqualTo(only);
        assertThat(lena.page().locator("input[name=choice][value=b2]")).isChecked();
    }

    @Test
    void anUnchangedCorrectionIsRefusedAndAChangedOneShowsItsDifference(RunningHone hone) {
        Workplace place =
                Workplace.with(hone, 1, "lena").asks("Tell a story about a kite.", "The kite was lost for ever.");
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/correction"));

        lena.leads(() -> lena.press("Control+Enter"));
        assertThat(lena.text("still the answer given")).isVisible();
        assertThat(lena.field("Your correction")).isFocused();
        lena.press("Control+Home");
        for (int letter = 0; letter < "The kite ".length(); letter++) {
            lena.press("ArrowRight");
        }
        lena.press("Control+Shift+End");
        lena.type("came home.");
        assertThat(lena.page().locator("#changes del").first()).isVisible();
        assertThat(lena.page().locator("#changes ins").last()).containsText("home");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(hone.database().one(VERDICT, place.slug())).contains("\"correction\"", "The kite came home.");
    }

    @Test
    void theIdealAnswerIsWrittenFromNothing(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/demonstration"));

        lena.press("Tab");
        lena.field("Your answer").focus();
        lena.type("The boat came home, and Mira thanked the fisherman.");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.title()).contains("No");
        assertThat(hone.database().one(VERDICT, place.slug()))
                .contains("\"demonstration\"", "Mira thanked the fisherman");
    }

    @Test
    void aTaskIsGivenBackWithAReason(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/comparison"));
        String given = lena.path();

        lena.press("s");
        assertThat(lena.heading("Give this task back").or(lena.page().locator("dialog[open] h2")))
                .isVisible();
        lena.leads(() -> lena.press("1"));

        assertThat(lena.path()).startsWith("/work/").isNotEqualTo(given);
        assertThat(lena.text("Task given back.")).isVisible();
        assertThat(hone.database()
                        .one(
                                "select state || ' ' || skip_reason from assignment where id = cast(? as uuid)",
                                given.substring(6)))
                .isEqualTo("skipped prompt-unclear");
    }

    @Test
    void theLastJudgmentIsTakenBackAndItsFormIsAsItWas(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/comparison"));
        String first = lena.path();
        lena.press("2", "r");
        lena.type("The first is kinder");
        lena.leads(() -> lena.press("Control+Enter"));

        lena.leads(() -> lena.press("u"));

        assertThat(lena.path()).isEqualTo(first);
        assertThat(lena.page().locator("input[name=choice][value=a2]")).isChecked();
        assertThat(lena.field("Why")).hasValue("The first is kinder");
        assertThat(hone.database().number("""
                        select count(*) from judgment j join project p on p.id = j.project_id
                        where p.slug = ? and j.withdrawn_at is null""", place.slug())).isZero();
    }

    @Test
    void theKeysAreShownByAQuestionMarkAndEverythingElseWaits(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/comparison"));

        lena.press("Shift+?");
        assertThat(lena.page().locator("dialog#keys")).isVisible();
        lena.press("1");
        lena.press("Escape");

        assertThat(lena.page().locator("dialog#keys")).isHidden();
        assertThat(lena.page().locator("input[name=choice]:checked")).hasCount(0);
    }

    private static String answerShown(Visitor visitor, String letter) {
        Locator card = visitor.page()
                .locator("article.answer")
                .filter(new Locator.FilterOptions().setHas(visitor.page().locator("#label-" + letter)));
        return card.locator(".prose").innerText().strip();
    }

    private static String tied(String one, String other) {
        return one.compareTo(other) < 0 ? one + "=" + other : other + "=" + one;
    }
}
