package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import hone.kind.WorkKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pictures of every page to look at: wide and narrow, light and dark, with long texts and with no data. Not part of a build; run
 * it by {@code mvn verify -Dit.test=*ScreenshotTour}, then look into target/screenshots.
 */
@InTheBrowser
@Tag("tour")
class ScreenshotTour {
    static final Path OUT = Path.of("target", "screenshots").toAbsolutePath();

    @Test
    void pictures(RunningHone hone) {
        Gallery gallery = Gallery.prepared(hone);
        Map<String, String> admin = new LinkedHashMap<>();
        admin.put("home-admin", "/home");
        admin.put("projects", "/projects");
        admin.put("lineage", gallery.aLineage(hone));
        admin.put("dead-letters", "/dead-letters");
        admin.put("error-404", "/no-such-page");
        projectPages("", gallery.full(), admin);
        projectPages("empty-", gallery.empty(), admin);
        for (String page : List.of(
                "datasets/1",
                "runs/1",
                "runs/2",
                "rounds/1",
                "models/" + gallery.full().slug() + "-sft-1")) {
            admin.put(
                    page.replaceAll("/.*", "") + "-one" + (page.endsWith("2") ? "-generate" : ""),
                    gallery.full().at("/" + page));
        }
        admin.put("round-stages", gallery.full().at("/rounds/stages"));
        admin.put("round-failed", gallery.full().at("/rounds/2"));
        for (String step : List.of("sft", "reward", "ppo")) {
            admin.put("train-" + step, gallery.full().at("/datasets/1/train?stage=" + step));
        }
        for (String run : List.of("3", "4")) {
            admin.put("run-" + run, gallery.full().at("/runs/" + run));
        }
        for (String model : List.of("reward-1", "ppo-1")) {
            admin.put(
                    "model-" + model,
                    gallery.full().at("/models/" + gallery.full().slug() + "-" + model));
        }
        admin.put("guideline", gallery.full().at("/guidelines/comparison"));
        admin.put("guideline-edit", gallery.full().at("/guidelines/comparison/edit"));
        admin.put("guideline-history", gallery.full().at("/guidelines/comparison/history"));
        admin.put(
                "import-report",
                gallery.full()
                        .at("/imports/"
                                + hone.database()
                                        .list("""
                        select b.id from import_batch b join project p on p.id = b.project_id
                        where p.slug = ? and b.refused > 0""", gallery.full().slug())
                                        .getFirst()));

        Map<String, String> labeler = new LinkedHashMap<>();
        labeler.put("home", "/home");
        labeler.put("keys", "/keys");
        for (String kind : WorkKind.names()) {
            labeler.put("work-" + kind, gallery.full().at("/work/" + kind));
        }
        labeler.put("work-right-to-left", rightToLeft(hone).at("/work/comparison"));
        labeler.put("overview-labeler", gallery.full().at(""));
        labeler.put("error-403", gallery.full().at("/settings"));
        Map<String, String> member = new LinkedHashMap<>();
        member.put("home-nothing-yet", "/home");

        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark(), Screen.NARROW.inTheDark())) {
            take(hone.visit("ada", screen), admin, screen);
            take(hone.visit("lena", screen), labeler, screen);
            take(hone.visit("leftie", screen), member, screen);
        }
    }

    /** Longer words than English has: what labelers see in the other languages, and the sign-in in all three. */
    @Test
    void picturesInOtherLanguages(RunningHone hone) {
        Workplace place = LanguagesIT.withWorkOfEveryKind(hone);
        for (String language : List.of("de-DE", "es-ES")) {
            String prefix = language.substring(0, 2) + "-";
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put(prefix + "home", "/home");
            pages.put(prefix + "keys", "/keys");
            pages.put(prefix + "guideline", place.at("/guidelines/comparison"));
            pages.put(prefix + "guidelines", place.at("/guidelines"));
            pages.put(prefix + "questions", place.at("/guidelines/questions"));
            pages.put(prefix + "error-404", "/no-such-page");
            pages.put(prefix + "talk", place.at("/talk"));
            pages.put(prefix + "projects", "/projects");
            for (String kind : WorkKind.names()) {
                pages.put(prefix + "work-" + kind, place.at("/work/" + kind));
            }
            for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
                Visitor lena = hone.visit("lena", screen.speaking(language));
                take(lena, pages, screen);
                lena.go("/home");
                lena.page().locator("header .menu summary").click();
                lena.page()
                        .screenshot(new Page.ScreenshotOptions()
                                .setPath(OUT.resolve(
                                        prefix + "menu-" + screen.width() + (screen.dark() ? "-dark" : "") + ".png")));
            }
        }
        for (String language : List.of("en-GB", "de-DE", "es-ES")) {
            for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
                Visitor nobody = hone.nobody(screen.speaking(language));
                take(nobody, Map.of(language.substring(0, 2) + "-sign-in", "/home"), screen);
                nobody.page().locator("#username").fill("lena");
                nobody.page().locator("#password").fill("wrong");
                nobody.page().locator("#kc-login").click();
                nobody.page().locator("#input-error-username").waitFor();
                nobody.page()
                        .screenshot(new Page.ScreenshotOptions()
                                .setPath(OUT.resolve(language.substring(0, 2) + "-sign-in-refused-" + screen.width()
                                        + (screen.dark() ? "-dark" : "") + ".png")));
            }
        }
    }

    @Test
    void picturesOfTalks(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("talk-no-model", place.at("/talk"));
        take(hone.visit("lena"), pages, Screen.WIDE);
        place.asks("Tell a story about a kite.").asks("Where does Milo live?").talksWithTheModelThatShips();
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/talk"));
        String talk = "";
        for (String message : List.of("Tell a story about a kite.", "And then?", "longword".repeat(11) + " ?")) {
            lena.page().getByLabel("Your message").fill(message);
            lena.press("Enter");
            assertThat(lena.page().locator(".exchange .said").last()).isVisible();
            assertThat(lena.page().locator(".state.busy")).hasCount(0);
            talk = lena.path();
        }
        lena.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Something is wrong"))
                .first()
                .click();
        lena.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(OUT.resolve("talk-wrong.png"))
                        .setFullPage(true));
        lena.button("Send as wrong").first().click();
        assertThat(lena.text("It waits for its correction.")).isVisible();
        pages.clear();
        pages.put("talk-new", place.at("/talk"));
        pages.put("talk", talk);
        lena.go(place.at("/talk"));
        lena.page().locator(".head a").first().click();
        pages.put("model-talked-to", lena.path());
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark(), Screen.NARROW.inTheDark())) {
            take(hone.visit("lena", screen), pages, screen);
        }
    }

    /** What a labeler sees who comes back to work that is done: to be undone, frozen, skipped. */
    @Test
    void picturesOfClosedWork(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(3);
        Visitor lena = place.opens("lena", "comparison");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("closed-frozen", lena.path());
        lena.press("2");
        lena.leads(() -> lena.press("Control+Enter"));
        place.admin().post(place.at("/datasets"), Map.of());
        pages.put("closed-judged", lena.path());
        lena.press("2");
        lena.leads(() -> lena.press("Control+Enter"));
        pages.put("closed-skipped", lena.path());
        lena.post(lena.path() + "/skip", Map.of("reason", "prompt-unclear"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark(), Screen.NARROW.inTheDark())) {
            take(hone.visit("lena", screen), pages, screen);
        }
    }

    /** The picture at the head of the README. */
    @Test
    void pictureForTheReadme(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena")
                .asks(
                        "A fox called Vessa who loses her red kite on Barrow Hill. Four or five sentences, please.",
                        "Vessa the fox ran up Barrow Hill with her red kite. The wind pulled hard, the string slipped, and the "
                                + "kite sailed over the river and was gone.\n\nShe sat in the wet grass until the lamps came on "
                                + "across the water. Nobody came past. Then she walked home by herself in the dark.",
                        "Vessa the fox flew her red kite on Barrow Hill until the wind took it over the river. She searched all "
                                + "afternoon and came home with muddy paws.\n\nAt supper there was a knock. The heron from the far "
                                + "bank stood outside, holding the kite by its tail. “It was looking for you,” said the heron, "
                                + "and Vessa set another bowl on the table.");
        hone.database().run("update project set name = 'Kind endings' where slug = ?", place.slug());
        Visitor lena = place.opens("lena", "comparison");
        lena.page().setViewportSize(1280, 800);
        boolean kindIsA = lena.answerShown("A").contains("heron");
        lena.press("d", kindIsA ? "2" : "6", "g", "1", "r");
        lena.type("Both are about Vessa and her kite; " + (kindIsA ? "A" : "B") + " also says what became of it.");
        lena.press("Control+s");
        assertThat(lena.page().locator("#saved")).containsText("Saved");
        lena.page().screenshot(new Page.ScreenshotOptions().setPath(OUT.resolve("readme.png")));
    }

    private static Workplace rightToLeft(RunningHone hone) {
        String story = "كان لميرا طائرة ورقية حمراء، وفي يوم عاصف انقطع خيطها قرب الطاحونة. ";
        return Workplace.with(hone, 1, "lena")
                .asks(
                        "احكِ قصة عن طائرة ورقية، واذكر `kite.fly()` فيها.",
                        story.repeat(6) + "\n\n- أولا\n- ثانيا\n\n```\nint kite = 42; // left to right\n```",
                        story.repeat(3) + "عادت إلى البيت. The end, in English.");
    }

    private static void projectPages(String prefix, Workplace place, Map<String, String> pages) {
        pages.put(prefix + "overview", place.at(""));
        for (String page : List.of(
                "tasks",
                "guidelines",
                "people",
                "quality",
                "imports",
                "settings",
                "rounds",
                "datasets",
                "runs",
                "models")) {
            pages.put(prefix + page, place.at("/" + page));
        }
    }

    static void take(Visitor visitor, Map<String, String> pages, Screen screen) {
        String suffix = "-" + (screen.width() > 600 ? "wide" : "narrow") + "-" + (screen.dark() ? "dark" : "light");
        pages.forEach((name, path) -> {
            if (!name.matches(System.getProperty("tour.only", ".*"))) {
                return;
            }
            Response answer = visitor.page().navigate(visitor.hone().at(path));
            if (answer == null || answer.status() >= 400 && !name.startsWith("error")) {
                System.out.println("no picture of " + name + ": " + (answer == null ? "no answer" : answer.status()));
            }
            visitor.page()
                    .screenshot(new Page.ScreenshotOptions()
                            .setPath(OUT.resolve(name + suffix + ".png"))
                            .setFullPage(true));
        });
    }
}
