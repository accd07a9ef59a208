package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(ada.text("This is not the version that people go by now.")).isVisible();
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

    private static void judge(Visitor person, Workplace place) {
        person.go(place.at("/work/comparison"));
        person.press("1");
        person.leads(() -> person.press("Control+Enter"));
    }
}
