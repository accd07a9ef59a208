package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A project that another Hone exported with the files of its model: this one never saw any of it before. */
@InTheBrowser
class ShippedProjectIT {
    private static final Path ARCHIVE = RunningHone.root().resolve("src/devstack/demo/kind-endings.hone.zip");

    @Test
    void anAdminTakesItInItsModelIsServedItsPagesAreFullAndTheCircleTurnsOn(RunningHone hone) {
        Visitor ada = hone.visit("ada");
        ada.go("/archives");
        ada.page().locator("#file").setInputFiles(ARCHIVE);
        ada.leads(() -> ada.button("Import it").click());
        assertThat(ada.page().locator("main .banner"))
                .containsText("and the files of 1 model. There is a project kind-endings here");
        shoot(ada, "archive-taken-in");
        String slug = hone.database().one("select slug from project where slug ~ '^kind-endings-[0-9]{1,2}$'");
        String model = hone.database().one("""
                        select m.name from current_model c join project p on p.id = c.project_id
                        join model_version m on m.id = c.model_version_id where p.slug = ? order by c.sequence desc limit 1""", slug);

        hone.servesWhatIsThere();
        hone.awaitServed(slug);

        List<String> empty = new ArrayList<>();
        pages(hone, slug, model).forEach((name, path) -> {
            ada.go("/p/" + slug + path);
            if (ada.page().locator("main .empty").count() > 0) {
                empty.add(name);
            }
            shoot(ada, "shipped-" + name);
        });
        assertThat(empty).as("pages with nothing to show").isEmpty();

        ada.post("/p/" + slug + "/people", Map.of("username", "lena"));
        Visitor lena = hone.visit("lena");
        lena.go("/p/" + slug + "/work/comparison");
        assertThat(lena.page().locator(".answer")).hasCount(2);
        shoot(lena, "shipped-comparison");
        lena.press("2");
        lena.leads(() -> lena.press("Control+Enter"));
        assertThat(lena.page().locator("main")).containsText("look again, or send it as it is");
        lena.leads(() -> lena.press("Control+Enter"));
        ada.go("/p/" + slug + "/datasets");
        ada.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Freeze dataset 3"))
                .click();
        ada.leads(() -> ada.button("Freeze now").click());
        assertThat(ada.title()).isEqualTo("Dataset 3");
        ada.go("/p/" + slug + "/datasets/3/train?stage=reward");
        assertThat(ada.page().locator("#policy")).containsText(model);
        shoot(ada, "shipped-train");
    }

    private static Map<String, String> pages(RunningHone hone, String slug, String model) {
        String task = hone.database().one("""
                        select j.task_id::text from judgment j join project p on p.id = j.project_id
                        where p.slug = ? and j.kind = 'comparison' order by j.judged_at desc limit 1""", slug);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "");
        pages.put("people", "/people");
        pages.put("imports", "/imports");
        pages.put("guidelines", "/guidelines");
        pages.put("tasks", "/tasks");
        pages.put("task", "/tasks/" + task);
        pages.put("lineage", "/tasks/" + task + "/lineage");
        pages.put("datasets", "/datasets");
        pages.put("dataset", "/datasets/1");
        pages.put("rows", "/datasets/1/rows");
        pages.put("diff", "/datasets/2/diff");
        pages.put("runs", "/runs");
        pages.put("run", "/runs/1");
        pages.put("models", "/models");
        pages.put("model", "/models/" + model);
        pages.put("rounds", "/rounds");
        pages.put("round", "/rounds/1");
        return pages;
    }

    private static void shoot(Visitor visitor, String name) {
        Page page = visitor.page();
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
