package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

@InTheBrowser
class ExportIT {
    @Test
    void anAdminTakesTheJudgmentsFromThePageAndReadsWhatTheFormatLeftOut(RunningHone hone) throws IOException {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = place.opens("lena", "comparison");
        lena.press("2");
        lena.leads(() -> lena.press("Control+Enter"));
        lena.press("4"); // a tie
        lena.leads(() -> lena.press("Control+Enter"));
        Visitor ada = place.admin();

        ada.go(place.at("/export"));
        assertThat(ada.text("2 comparisons")).isVisible();
        ada.page().locator("#format").selectOption("trl-preference");
        Download download = ada.page()
                .waitForDownload(() ->
                        ada.page().locator("form[aria-labelledby=jud] button").click());

        assertThat(download.suggestedFilename()).isEqualTo(place.slug() + "-trl-preference.jsonl");
        List<String> rows = Files.readAllLines(download.path());
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst()).contains("\"chosen\"", "\"rejected\"").doesNotContain("lena");

        ada.go(place.at("/export"));
        ada.page().locator("main table a").click();
        assertThat(ada.heading("Judgments, trl-preference")).isVisible();
        assertThat(ada.text("All of it was sent")).isVisible();
        assertThat(ada.heading("What the format could not hold")).isVisible();

        look(ada.page(), "export-report");
        ada.go(place.at("/export"));
        look(ada.page(), "export");
        ada.go("/archives");
        look(ada.page(), "archives");
    }

    private static void look(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(RunningHone.OUT.resolve(name + ".png")));
        page.setViewportSize(Screen.NARROW.width(), Screen.NARROW.height());
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(RunningHone.OUT.resolve(name + "-narrow-dark.png")));
        page.setViewportSize(Screen.WIDE.width(), Screen.WIDE.height());
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }
}
