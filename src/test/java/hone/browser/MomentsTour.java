package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pictures of what stands on a page for a moment only: banners, questions, lines about drafts, what is left out or hidden. Beside
 * {@link ScreenshotTour}; run it by {@code mvn verify -Dit.test=MomentsTour}, then look into target/screenshots.
 */
@InTheBrowser
@Tag("tour")
class MomentsTour {
    private static final Path OUT = Path.of("target", "screenshots").toAbsolutePath();
    private static final String STORY = "Mira had a red kite, and one windy day its string broke near the mill. ";

    @Test
    void aLabelersMoments(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena")
                .asks("Tell a story about a boat.")
                .asks("Tell a long story.", STORY.repeat(30) + "She laughed.", STORY.repeat(30) + "Nobody came.");
        Visitor lena = place.opens("lena", "demonstration");
        Visitor other = hone.visit("lena");
        other.go(lena.path());
        lena.field("Your answer").fill(STORY);
        assertThat(lena.page().locator("#saved")).containsText("Saved");
        other.field("Your answer").fill("Another text, typed in a second window.");
        assertThat(other.page().locator(".other-text")).isVisible();
        shots(other, "moment-two-windows");
        lena.page().locator("[data-do=ask]").click();
        lena.page().locator("#question").fill("How long may a story be?");
        assertThat(lena.page().locator("#ask .state")).containsText("Saved");
        shot(lena, "moment-question");
        lena.press("Escape");
        lena.page().locator("[data-do=skip]").click();
        lena.page().route("**/drafts", route -> route.abort());
        lena.page().locator("#skip-note").fill("I know no boats.");
        assertThat(lena.page().locator("#skip .state.lost")).isVisible();
        shot(lena, "moment-skip-not-saved");
        lena.press("Escape");
        place.admin().post(place.at("/people/lena/remove"), Map.of());
        lena.field("Your answer").fill(STORY + "The end.");
        assertThat(lena.page().locator("#removed")).isVisible();
        shots(lena, "moment-removed");
        lena.leads(() -> lena.press("Control+Enter"));
        shots(lena, "moment-removed-kept");

        place.admin().post(place.at("/people"), Map.of("username", "lena"));
        Visitor fast = place.opens("lena", "comparison");
        shots(fast, "moment-long-comparison");
        fast.page().setViewportSize(640, 450);
        fast.page().screenshot(new Page.ScreenshotOptions().setPath(OUT.resolve("moment-double-size.png")));
        fast.page().setViewportSize(320, 700);
        fast.page().screenshot(new Page.ScreenshotOptions().setPath(OUT.resolve("moment-320.png")));
        fast.page().setViewportSize(1280, 900);
        fast.press("2", "v", "d");
        fast.press("Control+Enter");
        assertThat(fast.page().locator("#pace")).isVisible();
        shots(fast, "moment-pace");
        fast.page().route("**/draft", route -> route.abort());
        fast.press("r");
        fast.type("They are alike.");
        assertThat(fast.page().locator("#saved.lost")).isVisible();
        shot(fast, "moment-work-not-saved");
        fast.page().unroute("**/draft");
        fast.sessionEnds();
        fast.type(" Both.");
        assertThat(fast.page().locator("#signed-out")).isVisible();
        shots(fast, "moment-signed-out");
    }

    @Test
    void anAdminsMoments(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        Visitor one = place.admin();
        Visitor two = hone.visit("ada");
        String edit = place.at("/guidelines/comparison/edit");
        one.go(edit);
        two.go(edit);
        one.page().getByLabel("Markdown").fill("# How\n\nRead both.\n\n### K1 Mine\nThe first text.");
        assertThat(one.page().locator("[data-draft-line] .state")).containsText("Kept");
        shots(one, "moment-guideline-kept");
        two.page().getByLabel("Markdown").fill("# How\n\nRead both.\n\n### K1 Theirs\nThe second text.");
        assertThat(two.page().locator(".other-text")).isVisible();
        shots(two, "moment-guideline-two-windows");
        two.button("Keep this one").click();
        for (Visitor each : List.of(one, two)) {
            each.page().getByLabel("What changed, for labelers").fill("Ships lose now");
        }
        one.leads(() -> one.button("Publish version 2").click());
        two.leads(() -> two.button("Publish version 2").click());
        shots(two, "moment-guideline-two-published");
        one.go(place.at("/settings"));
        one.page().locator("#description").fill("Stories about boats");
        one.go("/home");
        one.go(place.at("/settings"));
        assertThat(one.page().locator("[data-draft-line] .state")).containsText("Restored from");
        shots(one, "moment-settings-back");

        hone.database().run("update labeler set name_refused_at = now() where username = 'ravi'");
        one.go(place.at("/people"));
        shots(one, "moment-name-refused");
        hone.database().run("update labeler set name_refused_at = null where username = 'ravi'");

        Visitor talker = hone.visit("lena");
        UUID talk = UUID.randomUUID();
        place.hasABaseModel();
        hone.database().run("""
                insert into talk (id, project_id, labeler_id, started_at)
                select ?, p.id, l.id, now() from project p, labeler l where p.slug = ? and l.username = 'lena'""", talk, place.slug());
        hone.database().run("""
                insert into talk_turn (talk_id, number, asked, said, state, model_version_id, seed, temperature, top_p, asked_at, said_at)
                select ?, 1, 'Where is the kite?', ?, 'ended', m.id, 1, 1, 1, now(), now() from model_version m where m.name = ?""", talk, STORY, "base-of-" + place.slug());
        talker.go(place.at("/talk/" + talk));
        summary(talker, "Something is wrong").first().click();
        talker.page().locator("#reason-1").fill("It does not say where the kite is.");
        assertThat(talker.page().locator(".exchange .state")).containsText("Saved");
        shots(talker, "moment-talk-wrong");
        talker.button("Send as wrong").click();
        assertThat(talker.text("It waits for its correction.")).isVisible();
        talker.go(place.at("/work/correction"));
        shots(talker, "moment-complaint");
        talker.field("Your").first().fill("It hangs in the mill.");
        talker.leads(() -> talker.press("Control+Enter"));
        talker.go(place.at("/talk/" + talk));
        shots(talker, "moment-talk-corrected");
        one.go(place.at("/rounds"));
        assertThat(one.page().locator("#foretold")).isVisible();
        shots(one, "moment-round-preview");
        one.go(place.at(""));
        shots(one, "moment-overview-preview");

        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            lines.append("{\"prompt\": \"Tell of kite ")
                    .append(i)
                    .append(i % 9 == 0 ? ".\", \"colour\": \"red\"}\n" : ".\"}\n");
        }
        one.go(place.at("/imports"));
        one.page()
                .getByLabel("JSON lines file")
                .setInputFiles(new FilePayload(
                        "long.jsonl",
                        "application/octet-stream",
                        lines.toString().getBytes(StandardCharsets.UTF_8)));
        one.leads(() -> one.button("Import").last().click());
        assertThat(one.page().locator("#p-progress")).containsText("% read");
        summary(one, "Cancel the import").click();
        shots(one, "moment-import-running");
        one.leads(() -> one.button("Yes, cancel it").click());
        assertThat(one.page().locator("#p-ended")).containsText("Cancelled after line");
        shots(one, "moment-import-cancelled");
        one.go(place.at("/imports"));
        shots(one, "moment-imports");
    }

    @Test
    void momentsOfAProjectInUse(RunningHone hone) {
        Gallery gallery = Gallery.prepared(hone);
        Workplace place = gallery.full();
        Visitor ada = place.admin();
        hone.database().run("""
                insert into prompt_set_aside (prompt_id, model_version_id, run_id, response_tokens_max, reason, set_aside_at)
                select q.id, r.policy_id, r.id, 64, 'The prompt has 912 tokens; with 64 for the answer that is more than the 512 that the model can see.', now()
                from prompt q join project p on p.id = q.project_id join run r on r.project_id = p.id and r.number = 2
                where p.slug = ?""", place.slug());
        ada.go(place.at("/runs/2"));
        shots(ada, "moment-set-aside");
        ada.go(place.at("/models/" + place.slug() + "-ppo-1"));
        summary(ada, "Make current").click();
        shots(ada, "moment-make-current");
        PlayedRun reward = PlayedRun.of(place, hone.database(), RewardRecipe.small(), place.slug() + "-sft-1");
        reward.begins(12);
        String id = reward.id().toString();
        reward.tells(List.of(
                new RunEvent.StepReported(id, 1, Instant.now(), 1, 12, Map.of("loss", 0.7, "accuracy", 0.5)),
                new RunEvent.StepReported(id, 2, Instant.now(), 6, 12, Map.of("loss", 0.53, "accuracy", 0.74)),
                new RunEvent.EvaluationReported(
                        id,
                        3,
                        Instant.now(),
                        6,
                        "held-out",
                        Map.of("loss", 0.52, "accuracy", 0.75, "pairs", 12.0, "accuracy/better", 0.75))));
        ada.go(place.at("/runs/" + reward.number()));
        shots(ada, "moment-too-few-and-names");
        reward.ends("cancelled", "By ada.");

        ada.post(place.at("/people"), Map.of("username", "ada"));
        for (String page : List.of("datasets/1", "runs/2", "models/" + place.slug() + "-sft-1", "tasks", "rounds")) {
            ada.go(place.at("/" + page));
            shots(ada, "moment-hidden-" + page.replaceAll("/.*", ""));
        }
        ada.go(place.at("/tasks/" + hone.database().list("""
                select t.id from task t join project p on p.id = t.project_id
                where p.slug = ? and t.kind = 'comparison' order by t.id desc""", place.slug()).getFirst()));
        shots(ada, "moment-hidden-task");
        ada.go("/home");
        shots(ada, "moment-home-admin");
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/datasets/1"));
        shots(lena, "moment-hidden-dataset-labeler");
        lena.go(place.at("/runs/2"));
        shots(lena, "moment-hidden-run-labeler");
        lena.go(gallery.empty().at(""));
        ada.go(gallery.empty().at(""));
        shots(ada, "moment-new-project");
        lena.go(place.at("/guidelines/ranking"));
        lena.leads(() -> lena.button("I have read version 1").click());
        ada.go(place.at("/guidelines/ranking/edit"));
        ada.page().getByLabel("Markdown").fill("""
                # How to compare

                Read the request first, then both answers to their end. *Which would you rather have been given?*

                - Do not judge by length.
                - Do not reward long words.

                ### R1 Follows the request
                It does what was asked.

                ### R2 Kind endings
                Kind endings win, but only where the request leaves it open.

                ### R9 No ships
                Ships lose.
                """);
        ada.page().getByLabel("What changed, for labelers").fill("Ships lose now");
        ada.leads(() -> ada.button("Publish version").click());
        lena.go(place.at("/work/ranking"));
        shots(lena, "moment-drawer-new-rules");
    }

    private static Locator summary(Visitor visitor, String text) {
        return visitor.page().locator("summary", new Page.LocatorOptions().setHasText(text));
    }

    /** As it is in this window now: wide, narrow, and in the dark. */
    /** Recipes: derived ones, set by hand, refused, and where there is no model yet. */
    @Test
    void anAdminsRecipes(RunningHone hone) {
        Workplace place = RecipesIT.withALargerModel(hone);
        Visitor ada = place.admin();
        String stages = place.at("/rounds/stages");
        ada.go(stages);
        Locator sft = ada.page().locator("section[aria-labelledby=sft-h]");
        sft.locator("summary").click();
        shots(ada, "recipes-derived");
        sft.locator("textarea").fill(RecipesIT.SLIPS);
        ada.page().locator("section[aria-labelledby=ppo-h] summary").click();
        ada.page()
                .locator("#ppoRecipe")
                .fill("{\"klControl\": \"sometimes\", \"gama\": 1,\n\"verifier\": {\"kind\": \"magic\"}}");
        ada.leads(() -> ada.button("Save the stages").click());
        shots(ada, "recipes-refused");
        ada.page().locator("a[data-line='6']").click();
        shot(ada, "recipes-line");
        sft.locator("textarea").fill("{\"learningRate\": 1e-5}");
        ada.page().locator("#ppoRecipe").fill("three");
        ada.leads(() -> ada.button("Save the stages").click());
        shots(ada, "recipes-no-json");
        ada.page().locator("#ppoRecipe").fill("");
        ada.leads(() -> ada.button("Save the stages").click());
        sft.locator("summary").click();
        shots(ada, "recipes-by-hand");
    }

    private static void shots(Visitor visitor, String name) {
        Page page = visitor.page();
        shot(visitor, name + "-wide-light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.setViewportSize(Screen.NARROW.width(), Screen.NARROW.height());
        shot(visitor, name + "-narrow-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(Screen.WIDE.width(), Screen.WIDE.height());
    }

    private static void shot(Visitor visitor, String name) {
        visitor.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(OUT.resolve(name + ".png"))
                        .setFullPage(true));
    }
}
