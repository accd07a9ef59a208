package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@InTheBrowser
class GuidelineIT {
    private static final String VERSIONS = """
            select v.number from judgment j join assignment a on a.id = j.assignment_id
            join guideline_version v on v.id = a.guideline_version_id
            join project p on p.id = j.project_id where p.slug = ? order by j.judged_at""";

    @Test
    void anAdminPublishesAVersionAndTheNextJudgmentCarriesIt(RunningHone hone) {
        Workplace place = Workplace.with(hone, 2, "lena", "ravi").asksForComparisons(1);
        Visitor lena = hone.visit("lena");
        judge(lena, place);

        Visitor ada = place.admin();
        ada.go(place.at("/guidelines/comparison"));
        ada.link("Edit").click();
        ada.page()
                .getByLabel("Markdown")
                .fill("# How to compare\n\n### K1 Be kind\nKind endings win.\n\n### K9 No ships\nShips lose.\n");
        assertThat(ada.page().locator("#preview")).containsText("K9");
        ada.page().getByLabel("What changed, for labelers").fill("Ships lose now");
        ada.leads(() -> ada.button("Publish version 2").click());
        assertThat(ada.text("Version 2, live")).isVisible();

        Visitor ravi = hone.visit("ravi");
        ravi.go(place.at("/work/comparison"));
        assertThat(ravi.page().locator("#guideline")).containsText("No ships");
        assertThat(ravi.page().locator("#guideline")).containsText("Version 2");
        judge(ravi, place);

        assertThat(hone.database().list(VERSIONS, place.slug())).containsExactly("1", "2");
        ada.go(place.at("/guidelines/comparison/versions/1"));
        assertThat(ada.text("This is not the current version.")).isVisible();
        ada.go(place.at("/guidelines/comparison/history"));
        assertThat(ada.text("Ships lose now")).isVisible();
    }

    @Test
    void theSecondOfTwoWhoEditIsToldAndNothingIsOverwritten(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1);
        Visitor one = place.admin();
        Visitor other = hone.visit("ada");
        one.go(place.at("/guidelines/ranking/edit"));
        other.go(place.at("/guidelines/ranking/edit"));

        one.page().getByLabel("Markdown").fill("### K1 Mine\nThe first text.");
        one.leads(() -> one.button("Save draft").click());
        other.page().getByLabel("Markdown").fill("### K1 Theirs\nThe second text.");
        other.leads(() -> other.button("Save draft").click());

        assertThat(other.text("changed this draft meanwhile")).isVisible();
        assertThat(other.page().getByLabel("Markdown")).hasValue(Pattern.compile("[\\s\\S]*The second text.[\\s\\S]*"));
        assertThat(other.text("The first text.")).isVisible();
        assertThat(hone.database().one("""
                        select d.markdown from guideline_draft d join guideline g on g.id = d.guideline_id
                        join project p on p.id = g.project_id where p.slug = ?""", place.slug())).contains("The first text.");
    }

    @Test
    void aTextThatWasNotSentIsThereAgainAndTheLineAboveItIsTrue(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        String address = place.at("/guidelines/comparison/edit");
        Visitor ada = place.admin();
        ada.go(address);
        ada.page().getByLabel("Markdown").fill("### K1 Mine\n  Half a thought");
        ada.page().getByLabel("What changed, for labelers").fill("Not done");
        // Left before a second has gone: this browser has it, and Hone as soon as the page is there again.
        ada.go(place.at("/settings"));
        ada.go(address);

        assertThat(ada.page().getByLabel("Markdown")).hasValue("### K1 Mine\n  Half a thought");
        assertThat(ada.page().getByLabel("What changed, for labelers")).hasValue("Not done");
        assertThat(ada.page().locator("#preview")).containsText("Half a thought");
        assertThat(state(ada)).containsText("Restored from");
        assertThat(ada.page().locator("[data-draft-before]")).isHidden();

        // Another browser of the same admin: the text comes from Hone.
        ada.page().waitForCondition(() -> kept(hone, address) == 1);
        Visitor elsewhere = hone.visit("ada");
        elsewhere.go(address);
        assertThat(elsewhere.page().getByLabel("Markdown")).hasValue("### K1 Mine\n  Half a thought");

        // It types on, and the first one is told instead of writing over it.
        elsewhere.page().getByLabel("Markdown").fill("### K1 Mine\nA whole thought");
        assertThat(state(elsewhere)).hasText(Pattern.compile("Kept \\d\\d:\\d\\d for you alone"));
        ada.page().getByLabel("Markdown").fill("### K1 Mine\nAnother thought");
        assertThat(ada.page().locator(".other-text pre")).hasText("### K1 Mine\nA whole thought\n\nNot done");
        assertThat(ada.page().getByLabel("Markdown")).hasValue("### K1 Mine\nAnother thought");
        ada.button("Keep this one").click();
        assertThat(state(ada)).hasText(Pattern.compile("Kept \\d\\d:\\d\\d for you alone"));

        ada.leads(() -> ada.button("Publish version 2").click());
        assertThat(ada.text("Version 2, live")).isVisible();
        assertThat(kept(hone, address)).as("drafts of what was sent").isZero();
        ada.go(address);
        assertThat(ada.page().getByLabel("Markdown")).hasValue(Pattern.compile("### K1 Mine\\nAnother thought\\s*"));
        assertThat(state(ada)).hasText("");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
    }

    @Test
    void theDrawerBeginsWithTheIntroductionAndMarksWhatIsNew(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor ada = place.admin();
        publish(ada, place, 1, "Read both first.\n\n### K1 Be kind\nKind endings win.\n\n### K2 Be brief\nShort wins.");
        Visitor lena = place.opens("lena", "comparison");
        assertThat(lena.page().locator("#guideline .intro")).containsText("Read both first.");
        assertThat(lena.page().locator("#guideline .rules .badge")).hasCount(0);
        lena.press("i");
        assertThat(lena.page().locator("#unread")).hasCount(0);

        publish(
                ada,
                place,
                2,
                "Read both first.\n\n### K1 Be kind\nKind endings win.\n\n### K2 Be brief\nThe shorter wins.\n\n### K3 No ships\nLost.");
        lena.press("1");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(badge(lena, "K2")).hasText("Changed");
        assertThat(badge(lena, "K3")).hasText("New");
        assertThat(lena.page().locator("#guideline .rules .badge")).hasCount(2);
    }

    private static Locator badge(Visitor visitor, String rule) {
        return visitor.page()
                .locator("#guideline .rules li", new Page.LocatorOptions().setHasText(rule))
                .locator(".badge");
    }

    private static void publish(Visitor ada, Workplace place, int base, String markdown) {
        ada.post(
                place.at("/guidelines/comparison/publish"),
                Map.of("markdown", markdown, "note", "Next", "revision", "0", "base", Integer.toString(base)));
    }

    private static Locator state(Visitor visitor) {
        return visitor.page().locator("#editor [data-draft-line] .state");
    }

    private static long kept(RunningHone hone, String place) {
        return hone.database().number("select count(*) from text_draft where place = ?", place);
    }

    private static void judge(Visitor person, Workplace place) {
        person.go(place.at("/work/comparison"));
        person.press("1");
        person.leads(() -> person.press("Control+Enter"));
    }
}
