package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import hone.run.TrainerDouble;
import org.junit.jupiter.api.Test;

/** From judgments to the next tasks, with everything real but the training itself. */
@InTheBrowser
class RoundIT {
    @Test
    void aRoundEndsInAModelThatAnAdminMakesCurrentAndWhoseAnswersAreTheNextTasks(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena")
                .asks("Tell a story about a boat.")
                .asks("Tell a story about a kite.");
        Visitor lena = hone.visit("lena");
        writes(lena, place, "The boat came home and everybody laughed.");
        writes(lena, place, "The kite came home and Mira thanked Jonas.");
        Visitor ada = place.admin();
        place.hasABaseModel();

        try (TrainerDouble trainer = place.trainer()) {
            ada.go(place.at("/rounds"));
            assertThat(ada.page().locator("#foretold")).containsText("A reward model is trained from 50 pairs on");
            ada.leads(() -> ada.button("Start round 1").click());
            assertThat(ada.path()).isEqualTo(place.at("/rounds/1"));
            assertThat(ada.text("Needs you")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(40_000));
            assertThat(trainer.heard()).isNotEmpty();
            ada.page()
                    .locator("a.btn", new Page.LocatorOptions().setHasText("current"))
                    .first()
                    .click();
            makeCurrent(ada, "It ends kindly more often");
            hone.database().awaitThat("answers of the new model are tasks", """
                    select 1 from task t join project p on p.id = t.project_id
                    where t.origin = 'model' and p.slug = '%s'""".formatted(place.slug()));
        }

        ada.go(place.at("/models"));
        Locator current = ada.page().locator("tr", new Page.LocatorOptions().setHasText("Current"));
        assertThat(current.first()).containsText(place.slug() + "-sft-1");
        assertThat(ada.text("It ends kindly more often")).isVisible();
        ada.go(place.at("/runs/1"));
        assertThat(ada.page().locator("#c-loss svg.plot path.line").first()).isAttached();
        ada.go(place.at("/datasets/1"));
        assertThat(ada.title()).isEqualTo("Dataset 1");
        lena.go(place.at("/work/ranking"));
        assertThat(lena.page().locator("article.answer").first()).isVisible();
    }

    @Test
    void withoutANewJudgmentThereIsNoRoundAndThePageSaysSo(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1);
        Visitor ada = place.admin();

        ada.go(place.at("/rounds"));

        assertThat(ada.page().locator("#why-not")).isVisible();
        assertThat(ada.button("Start round")).hasCount(0);
    }

    @Test
    void aDatasetIsFrozenByAButtonThatAsksAndTheSecondTimeThereIsNothingNew(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        writes(hone.visit("lena"), place, "The boat came home.");
        Visitor ada = place.admin();

        ada.go(place.at("/datasets"));
        ada.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Freeze dataset 1"))
                .click();
        ada.leads(() -> ada.button("Freeze now").click());

        assertThat(ada.title()).isEqualTo("Dataset 1");
        hone.database().awaitThat("the dataset is on Kafka", """
                select 1 from dataset_publication u join dataset d on d.id = u.dataset_id
                join project p on p.id = d.project_id where u.finished_at is not null and p.slug = '%s'""".formatted(place.slug()));
        ada.go(place.at("/datasets"));
        assertThat(ada.text("Published")).isVisible();
        assertThat(ada.button("Freeze now")).hasCount(0);
    }

    private static void writes(Visitor lena, Workplace place, String text) {
        lena.go(place.at("/work/demonstration"));
        lena.page().getByLabel("Your answer").fill(text);
        lena.leads(() -> lena.press("Control+Enter"));
    }

    private static void makeCurrent(Visitor ada, String why) {
        ada.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Make current"))
                .click();
        ada.page().getByLabel("Why this one?").fill(why);
        ada.leads(() -> ada.button("Make ").last().click());
    }
}
