package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import hone.contract.ModelInspection;
import hone.contract.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Recipes as an admin types them: what the defaults were derived from, and everything that is wrong beside what was typed. */
@InTheBrowser
class RecipesIT {
    static final String SLIPS = """
            {
              "epoch": 3,
              "learningRate": 0,
              "batchRows": "many",
              "lora": {
                "rank": 0,
                "alpha": -8
              }
            }""";

    @Test
    void everythingThatIsWrongStandsBesideTheRecipeAndLeadsToItsLine(RunningHone hone) {
        Workplace place = withALargerModel(hone);
        Visitor ada = place.admin();
        ada.go(place.at("/rounds/stages"));
        Locator sft = ada.page().locator("section[aria-labelledby=sft-h]");
        sft.locator("summary").click();
        assertThat(sft).containsText("For a model of 135 million parameters (base-of-" + place.slug());
        assertThat(sft).containsText("1.4 million by 135 million weights");
        assertThat(sft.locator("textarea")).hasValue(Pattern.compile("\"learningRate\" : 5.1E-5"));

        sft.locator("textarea").fill(SLIPS);
        ada.leads(() -> ada.button("Save the stages").click());

        assertThat(sft.locator("textarea")).hasValue(SLIPS);
        assertThat(sft.locator(".wrong .error")).containsText("5 settings can’t be taken.");
        assertThat(sft.locator(".wrong li code"))
                .hasText(new String[] {"epoch", "learningRate", "batchRows", "lora.rank", "lora.alpha"});
        assertThat(sft.locator(".wrong li").nth(3)).containsText("is 0, but must be from 1 to 4096.");
        for (int width : List.of(320, 390, 1280)) {
            ada.page().setViewportSize(width, 900);
            assertThat(PageRules.brokenBy(ada)).as("at " + width).isEmpty();
        }
        ada.page().locator("a[data-line='6']").click();
        assertThat(ada.page().evaluate("""
                        () => { const t = document.activeElement; return t.value.slice(t.selectionStart, t.selectionEnd).trim(); }""")).isEqualTo("\"rank\": 0,");

        sft.locator("textarea").fill("{\"learningRate\": 1e-5}");
        ada.leads(() -> ada.button("Save the stages").click());
        sft.locator("summary").click();
        assertThat(sft).containsText("This recipe was set by hand and is kept, whatever model it trains.");
    }

    @Test
    void aPageThatIsSavedAsItWasShownSetsNothingByHand(RunningHone hone) {
        Workplace place = withALargerModel(hone);
        Visitor ada = place.admin();
        ada.go(place.at("/rounds/stages"));

        ada.leads(() -> ada.button("Save the stages").click());

        assertThat(hone.database().number("""
                        select count(*) from stage_setting t join project p on p.id = t.project_id
                        where p.slug = ? and t.recipe is not null""", place.slug())).isZero();
    }

    @Test
    void aStageByHandTellsItsOwnSlipsBesideItsRecipe(RunningHone hone) {
        Workplace place = withALargerModel(hone).asks("Tell a story about a boat.");
        Visitor lena = place.opens("lena", "demonstration");
        lena.field("Your answer").fill("The boat came home and everybody laughed.");
        lena.leads(() -> lena.press("Control+Enter"));
        Visitor ada = place.admin();
        ada.post(place.at("/datasets"), Map.of());
        ada.go(place.at("/datasets/1/train"));
        ada.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Recipe"))
                .click();

        ada.page().locator("#recipe").fill(SLIPS);
        ada.leads(() -> ada.button("Start the run").click());

        assertThat(ada.page().locator("#recipe")).hasValue(SLIPS);
        assertThat(ada.page().locator(".wrong li")).hasCount(5);
        assertThat(PageRules.brokenBy(ada)).isEmpty();
    }

    /** A base of 135 million parameters, whose files are nowhere. */
    static Workplace withALargerModel(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        place.hasABaseModel();
        ModelInspection read = new ModelInspection(
                "llama",
                new ModelInspection.Size(135_000_000, 30, 576, 9, 3, 64, 1536, 49152),
                2048,
                List.of("BF16"),
                new ModelInspection.Template("chatml", "ChatML, from tokenizer_config.json", true),
                List.of("<|im_end|>"),
                Optional.of("Apache-2.0"),
                Optional.empty(),
                new ModelInspection.Machine(0, 0));
        hone.database()
                .run(
                        "update model_version set facts = ?::jsonb where name = ?",
                        Wire.write(read),
                        "base-of-" + place.slug());
        return place;
    }
}
