package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import hone.contract.PpoRecipe;
import hone.contract.RunEvent;
import hone.run.TrainerDouble;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pages about what goes on keep themselves up to date, and leave alone what the reader has opened. */
@InTheBrowser
class LivePagesIT {
    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(40_000);

    @Test
    void aRunsPageFollowsTheRunWithoutBeingLoadedAgain(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1);
        place.hasABaseModel();
        PlayedRun run = PlayedRun.of(place, hone.database(), PpoRecipe.small(), "base-of-" + place.slug());
        String id = run.id().toString();
        Visitor ada = place.admin();
        ada.go(place.at("/runs/" + run.number()));
        assertThat(ada.text("The trainer has not begun yet")).isVisible();
        ada.page().evaluate("window.loadedOnce = true");
        ada.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Settings"))
                .click();

        run.begins(20);
        run.tells(score(id, 1, 1, -0.4));
        run.tells(score(id, 2, 2, 0.9));

        assertThat(ada.text("The reward model scores its answers")).isVisible(SOON);
        assertThat(ada.page()
                        .locator("#c-objective_2f_scores svg.plot path.line")
                        .first())
                .isAttached();
        assertThat(ada.text("Step 2 of 20")).isVisible(SOON);
        assertThat(ada.text("klCoefficient")).isVisible();

        run.tells(new RunEvent.RunFailed(id, 3, Instant.now(), "The disk is full.", "disk-full", Optional.empty()));
        run.ends("failed", "The disk is full.");

        assertThat(ada.text("The run failed.")).isVisible(SOON);
        assertThat(ada.page().locator("#live-line")).hasCount(0);
        assertThat(ada.text("klCoefficient")).isVisible();
        assertThat(ada.page().evaluate("window.loadedOnce")).isEqualTo(true);
    }

    @Test
    void withoutServerSentEventsThePageLooksAgainByItself(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1);
        place.hasABaseModel();
        PlayedRun run = PlayedRun.of(place, hone.database(), PpoRecipe.small(), "base-of-" + place.slug());
        Visitor ada = place.admin();
        ada.page().addInitScript("delete window.EventSource");
        ada.go(place.at("/runs/" + run.number()));

        run.begins(20);
        run.tells(score(run.id().toString(), 1, 1, 0.5));

        assertThat(ada.text("Step 1 of 20")).isVisible(SOON);
    }

    @Test
    void aRoundsPageShowsTheWholeCircleOnceItIsDone(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/demonstration"));
        lena.page().getByLabel("Your answer").fill("The boat came home and everybody laughed.");
        lena.leads(() -> lena.press("Control+Enter"));
        place.hasABaseModel();
        Visitor ada = place.admin();
        ada.go(place.at("/rounds"));
        ada.leads(() -> ada.button("Start round 1").click());
        ada.page().evaluate("window.loadedOnce = true");

        try (TrainerDouble trainer = place.trainer()) {
            assertThat(ada.text("It is done:")).isVisible(SOON);
            assertThat(trainer.heard()).isNotEmpty();
        }

        assertThat(ada.page().evaluate("window.loadedOnce")).isEqualTo(true);
        assertThat(ada.page().locator("#p-circle"))
                .containsText(java.util.regex.Pattern.compile(
                        "demonstration v1.*1 demonstration.*Dataset 1"
                                + ".*1 written answer.*Run 1.*" + place.slug()
                                + "-sft-1.*held-out loss 1.84, before 2.97"
                                + ".*4 answers to 1 prompt.*has not been made current.*1 task",
                        java.util.regex.Pattern.DOTALL));
        assertThat(ada.text("Reward model was left out.")).isVisible();
    }

    private static RunEvent score(String run, long sequence, long step, double score) {
        return new RunEvent.StepReported(
                run,
                sequence,
                Instant.now(),
                step,
                20,
                Map.of("objective/scores", score, "objective/kl", 0.5 * step, "response/tokens_mean", 40.0));
    }
}
