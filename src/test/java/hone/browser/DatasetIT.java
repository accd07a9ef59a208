package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

/** A dataset chosen, frozen, compared with the one before, read and searched, and marked when something of it was deleted. */
@InTheBrowser
class DatasetIT {
    @Test
    void twoDatasetsAreComparedTheirRowsAreSearchedAndADeletionIsMarked(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        place.asks("Which tale of the lighthouse is kinder?", "The keeper waved.", "Nobody came to the shore.")
                .asks("Which tale of the harbour is kinder?", "They shared the bread.", "They kept it all.");
        Visitor lena = hone.visit("lena");
        judge(lena, place);
        judge(lena, place);
        Visitor ada = place.admin();
        ada.go(place.at("/datasets"));
        ada.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Freeze dataset 1"))
                .click();
        ada.leads(() -> ada.button("Freeze now").click());
        assertThat(ada.title()).isEqualTo("Dataset 1");

        place.asks("Which tale of the mill is kinder?", "The miller sang.", "The wheel stood still.");
        judge(lena, place);
        ada.go(place.at("/datasets"));
        ada.leads(() -> ada.link("Choose what to freeze…").click());
        ada.page().getByLabel("Comparison").check();
        ada.leads(() -> ada.button("Count").click());
        assertThat(ada.page().locator("section[aria-labelledby=would] table")).containsText("comparison");
        shoot(ada, "dataset-choose");
        ada.leads(() -> ada.button("Freeze dataset 2").click());
        assertThat(ada.title()).isEqualTo("Dataset 2");
        assertThat(ada.page().locator("section[aria-labelledby=id]")).containsText("Comparison");
        shoot(ada, "dataset-page");

        ada.leads(() -> ada.link("Compare").click());
        assertThat(ada.title()).isEqualTo("From dataset 1 to 2");
        assertThat(ada.page().locator("#what")).containsText("1 judgment: only in the newer one");
        assertThat(ada.page().locator("main table")).containsText("Which tale of the mill is kinder?");
        assertThat(ada.page().locator("main table")).not().containsText("harbour");
        shoot(ada, "dataset-diff");

        hone.database().awaitThat("the words are gathered", """
                select 1 from dataset d join project p on p.id = d.project_id
                where p.slug = ? group by p.id having bool_and(d.searchable = d.rows) and count(*) = 2""", place.slug());
        ada.go(place.at("/datasets/2/rows"));
        ada.page().getByLabel("Words in a prompt or an answer").fill("BREAD they");
        ada.leads(() -> ada.button("Search").click());
        assertThat(ada.page().locator("[data-row]")).hasCount(1);
        assertThat(ada.page().locator("[data-row]")).containsText("Which tale of the harbour is kinder?");
        assertThat(ada.page().locator("[data-row] .badge.good")).hasText("Chosen");
        shoot(ada, "dataset-rows");

        ada.leads(() -> ada.link("delete on request").click());
        ada.page().getByLabel("Who asked for it, or why").fill("The author asked for it.");
        shoot(ada, "dataset-deletions");
        ada.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Delete for good"))
                .click();
        ada.leads(() -> ada.button("Delete now").click());
        assertThat(ada.page().locator("main table")).containsText("The author asked for it.");
        ada.go(place.at("/datasets/2"));
        assertThat(ada.page().locator(".banner.warn[role=status]")).containsText("It holds 1 row deleted since.");
        assertThat(ada.page().locator(".banner.warn[role=status]")).containsText("The author asked for it.");
        shoot(ada, "dataset-deleted");
        ada.go(place.at("/datasets/2/rows?q=bread"));
        assertThat(ada.page().locator("[data-row]")).hasCount(0);
    }

    private static void judge(Visitor lena, Workplace place) {
        lena.go(place.at("/work/comparison"));
        lena.press("1");
        lena.leads(() -> lena.press("Control+Enter"));
    }

    /** As a wide, a narrow and a dark screen show it, for whoever looks; taking pictures marks the page, so its rules come first. */
    private static void shoot(Visitor visitor, String name) {
        for (int width : new int[] {390, 1280}) {
            visitor.page().setViewportSize(width, 900);
            assertThat(PageRules.brokenBy(visitor)).as(name + " at " + width).isEmpty();
        }
        picture(visitor, name + "-1280");
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture(visitor, name + "-dark");
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        visitor.page().setViewportSize(390, 900);
        picture(visitor, name + "-390");
        visitor.page().setViewportSize(1280, 900);
    }

    private static void picture(Visitor visitor, String name) {
        visitor.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(RunningHone.OUT.resolve(name + ".png"))
                        .setFullPage(true));
    }
}
