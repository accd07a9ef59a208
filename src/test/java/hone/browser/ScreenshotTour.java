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
 * it by {@code mvn verify -Dit.test=ScreenshotTour}, then look into target/screenshots.
 */
@InTheBrowser
@Tag("tour")
class ScreenshotTour {
    private static final Path OUT = Path.of("target", "screenshots").toAbsolutePath();

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
    void picturesOfReview(RunningHone hone) {
        Workplace place = Workplace.with(hone, 2, "lena", "ravi");
        hone.database().run("update project set review_policy = 'all' where slug = ?", place.slug());
        place.asks(
                "Tell me about the goat that ate the lettuce. Make it funny.",
                "The goat ate the lettuce, then the letter about the lettuce, then the hat of the man who wrote the letter.",
                "The goat was sorry. She brought the gardener a carrot and they were friends.");
        for (String who : List.of("lena", "ravi")) {
            Visitor visitor = place.opens(who, "comparison");
            visitor.press("r");
            visitor.type("It is funny, which was asked.");
            visitor.press(
                    "Escape", visitor.answerShown("A").startsWith("The goat ate") == who.equals("lena") ? "1" : "6");
            visitor.leads(() -> visitor.press("Control+Enter"));
        }
        hone.database().run("""
                insert into judgment_comment (id, project_id, assignment_id, author_id, text, written_at)
                select gen_random_uuid(), j.project_id, j.assignment_id, j.labeler_id,
                  'I was not sure whether *funny* is enough here, see K1.', now() - interval '3 minutes'
                from judgment j join project p on p.id = j.project_id where p.slug = ?""", place.slug());
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("review", place.at("/review"));
        pages.put("disagreement", place.at("/disagreements"));
        pages.put("review-nothing", Workplace.with(hone, 1, "lena").at("/review"));
        String judgment = hone.database()
                .one(
                        "select r.judgment_id::text from review r join project p on p.id = r.project_id where p.slug = ? limit 1",
                        place.slug());
        pages.put("review-fix", place.at("/review/" + judgment + "/fix"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
        }
    }

    @Test
    void picturesOfWorkThatIsNotHandedOut(RunningHone hone) {
        Workplace place = Workplace.with(hone, 2, "lena").asks("Tell a story about a kite.", "It flew.", "It fell.");
        hone.database().run("update project set guideline_required = true where slug = ?", place.slug());
        Workplace enough = Workplace.with(hone, 2, "lena").asks("Tell a story about a kite.", "It flew.", "It fell.");
        hone.database().run("update project set daily_max = 1 where slug = ?", enough.slug());
        Visitor lena = enough.opens("lena", "comparison");
        lena.press("4");
        lena.leads(() -> lena.press("Control+Enter"));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("work-unread", place.at("/work/comparison"));
        pages.put("work-limit", enough.at("/work/comparison"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("lena", screen), pages, screen);
            take(hone.visit("ada", screen), Map.of("settings-handing", place.at("/settings")), screen);
        }
    }

    @Test
    void picturesOfPauses(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena", "ravi").asksForComparisons(2);
        hone.database().run("""
                insert into pause (id, project_id, labeler_id, rule, share, share_of, percent, evidence_from, marked, paused_at)
                select gen_random_uuid(), p.id, l.id, 'agreement', 0.41, 62, 60, now() - interval '1 day', 48, now() - interval '2 hours'
                from project p, labeler l where p.slug = ? and l.username = 'lena'""", place.slug());
        hone.database().run("""
                insert into pause_appeal (id, pause_id, project_id, text, sent_at, decided_by, decided_at, reply)
                select gen_random_uuid(), x.id, x.project_id, a.text, now() - interval '1 hour',
                  case when a.reply is not null then l.id end, case when a.reply is not null then now() - interval '50 minutes' end, a.reply
                from pause x join project p on p.id = x.project_id
                cross join (values ('I followed K2. ' || repeat('Unendlichlangesworteinesarguments', 4), 'K2 is about endings only; please read it once more.'),
                  ('I did, and it says “kindly” twice: once of the ending and once of the whole story. Which one is meant?', null)) a (text, reply)
                join labeler l on l.username = 'ada' where p.slug = ?""", place.slug());
        Visitor ada = place.admin();
        ada.post(
                place.at("/pauses"),
                Map.of("username", "ravi", "reason", "Let us talk about the new guideline first."));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("pauses", place.at("/pauses"));
        pages.put("people-paused", place.at("/people"));
        pages.put("pauses-none", Workplace.with(hone, 1, "lena").at("/pauses"));
        Map<String, String> mine = new LinkedHashMap<>();
        mine.put("pause-mine", place.at("/pauses/mine"));
        mine.put("home-paused", "/home");
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
            take(hone.visit("lena", screen), mine, screen);
        }
        Map<String, String> form = Map.of("pause-mine-form", place.at("/pauses/mine"));
        take(hone.visit("ravi", Screen.NARROW), form, Screen.NARROW);
        hone.database().run("""
                update pause x set lifted_at = now(), lifted_by = l.id from project p, labeler l
                where p.id = x.project_id and p.slug = ? and l.username = 'ada'""", place.slug());
    }

    @Test
    void picturesOfQuarantine(RunningHone hone) {
        Workplace place = PlantedJudgments.in(hone);
        place.admin().post(place.at("/datasets"), Map.of());
        String finding = hone.database()
                .one(
                        "select distinct q.finding_id::text from quarantine q join project p on p.id = q.project_id where p.slug = ?",
                        place.slug());
        String decided = hone.database()
                .one(
                        "select min(q.id::text) from quarantine q join project p on p.id = q.project_id where p.slug = ?",
                        place.slug());
        place.admin().post(place.at("/quarantine/" + decided), Map.of("do", "release"));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("quarantine", place.at("/quarantine"));
        pages.put("quarantine-finding", place.at("/quarantine/findings/" + finding));
        pages.put("quarantine-nothing", Workplace.with(hone, 1, "lena").at("/quarantine"));
        pages.put("dataset-scanned", place.at("/datasets/1"));
        pages.put("overview-quarantine", place.at(""));
        pages.put("review-policy", place.at("/review/policy"));
    }

    @Test
    void picturesOfGold(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena", "ravi");
        for (String animal : List.of("goat", "heron")) {
            place.asks(
                    "Tell me about the " + animal + " that ate the lettuce. Make it kind.",
                    "The " + animal + " ate the lettuce, then the letter about the lettuce.",
                    "The " + animal + " was sorry. She brought the gardener a carrot and they were friends.");
        }
        for (int i = 0; i < 2; i++) {
            Visitor lena = place.opens("lena", "comparison");
            lena.press(lena.answerShown("A").contains("sorry") ? "1" : "7", "Control+Enter");
            hone.database().awaitThat("it is stored", """
                            select 1 from judgment j join project p on p.id = j.project_id where p.slug = ? having count(*) > ?""", place.slug(), i);
        }
        hone.database().run("""
                insert into disagreement (task_id, project_id, spread, judgments, entered_at, decided_by, decided_at, cause, adopted_id)
                select j.task_id, p.id, 0.5, 2, now(), l.id, now(), 'taste', j.id
                from judgment j join project p on p.id = j.project_id cross join labeler l where p.slug = ? and l.username = 'ada'""", place.slug());
        Visitor ada = place.admin();
        ada.go(place.at("/gold"));
        ada.leads(() -> ada.page().locator("#proposal button[value=gold]").click());
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("gold", place.at("/gold"));
        pages.put("gold-none", Workplace.with(hone, 1, "lena").at("/gold"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
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

    /** A labeler's own page, what they hear of, and what is said about a judgment. */
    @Test
    void picturesOfOwnWork(RunningHone hone) {
        Workplace place = OwnWork.prepared(hone);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("me", "/me");
        pages.put("notices", "/notices");
        pages.put("comments", OwnWork.thread(hone, place));
        pages.put("home-heard", "/home");
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark(), Screen.NARROW.inTheDark())) {
            take(hone.visit("lena", screen), pages, screen);
            take(hone.visit("leftie", screen), Map.of("me-nothing-yet", "/me", "notices-none", "/notices"), screen);
        }
        for (String language : List.of("de-DE", "es-ES")) {
            Map<String, String> translated = new LinkedHashMap<>();
            pages.forEach((name, path) -> translated.put(language.substring(0, 2) + "-" + name, path));
            for (Screen screen : List.of(Screen.WIDE, Screen.NARROW)) {
                take(hone.visit("lena", screen.speaking(language)), translated, screen);
            }
        }
    }

    /** How far people agree: much measured, and nothing yet. */
    @Test
    void picturesOfQuality(RunningHone hone) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("quality-measured", MeasuredPlace.prepared(hone).at("/quality"));
        pages.put("quality-nothing", Workplace.with(hone, 2, "ravi").at("/quality"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark(), Screen.NARROW.inTheDark())) {
            take(hone.visit("ravi", screen), pages, screen);
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

    private static void take(Visitor visitor, Map<String, String> pages, Screen screen) {
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
