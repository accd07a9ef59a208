package hone.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuitedRecipeTest {
    private static final Optional<LoraSettings> LORA = Optional.of(LoraSettings.ofRank(16));

    @Test
    void theSmallModelWithFewRowsGetsWhatWasFoundForIt() {
        SftRecipe sft = (SftRecipe) new SuitedRecipe(1.4e6, 512, 700, Optional.empty()).of("sft");

        assertThat(sft.optimizer()).isEqualTo(SftRecipe.small().optimizer());
        assertThat(sft.epochs()).isEqualTo(SftRecipe.small().epochs());
        assertThat(sft.sequenceTokensMax()).isEqualTo(256);
    }

    /** 7 billion weights: 5e-4 · √(1.4e6 / 7e9) = 7.07e-6, in two digits. */
    @Test
    void aLargeModelLearnsMoreSlowlyAndSeesManyRowsOnce() {
        SftRecipe sft = (SftRecipe) new SuitedRecipe(7e9, 4096, 100_000, Optional.empty()).of("sft");

        assertThat(sft.optimizer().learningRate()).isCloseTo(7.1e-6, within(1e-12));
        assertThat(sft.epochs()).isEqualTo(1);
        assertThat(sft.sequenceTokensMax()).isEqualTo(1024);
        assertThat(sft.batch().microBatchRows()).isEqualTo(4);
    }

    @Test
    void anAdapterLearnsTenTimesFasterAndNoFasterThanTheSmallModel() {
        assertThat(((DpoRecipe) new SuitedRecipe(7e9, 4096, 100, LORA).of("dpo"))
                        .optimizer()
                        .learningRate())
                .isCloseTo(1.4e-5, within(1e-12));
        assertThat(((SftRecipe) new SuitedRecipe(1.4e6, 4096, 100, LORA).of("sft"))
                        .optimizer()
                        .learningRate())
                .isCloseTo(5e-4, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sft", "reward", "dpo", "kto", "best-of-n", "ppo", "grpo"})
    void everyStageHasOne(String kind) {
        Recipe recipe = new SuitedRecipe(1.35e8, 2048, 5000, LORA).of(kind);

        assertThat(Kind.nameOf(recipe)).isEqualTo(kind);
        assertThat(recipe.lora()).isEqualTo(LORA);
    }

    /** Every reason names a setting that the recipe has, and says the numbers that it comes from. */
    @ParameterizedTest
    @ValueSource(strings = {"sft", "reward", "dpo", "kto", "best-of-n", "ppo", "grpo"})
    void whatFollowsFromModelAndDataIsToldWithItsNumbers(String kind) {
        SuitedRecipe suited = new SuitedRecipe(1.35e8, 2048, 5000, Optional.empty());

        assertThat(suited.reasons(kind))
                .isNotEmpty()
                .allSatisfy(reason -> assertThat(
                                Wire.mapper().valueToTree(suited.of(kind)).has(reason.setting()))
                        .as(reason.setting())
                        .isTrue());
        assertThat(suited.reasons(kind))
                .anySatisfy(reason -> assertThat(reason.why()).contains("1.4 million by 135 million weights"));
    }

    @Test
    void reasonsSayWhyThereAreSoManyEpochsAndAnAdapterLearnsFaster() {
        assertThat(new SuitedRecipe(1.4e6, 512, 700, LORA).reasons("sft"))
                .contains(
                        new SuitedRecipe.Reason(
                                "epochs",
                                "8 below 2\u202f000 rows, 3 below 20\u202f000, 1 from there on; these are 700"),
                        new SuitedRecipe.Reason(
                                "learningRate",
                                "as for the small base model; ten times as high for an adapter, at most the small model’s"));
    }

    /** 2e-4 · √(1.4e6 / 1.35e8) = 2.04e-5: no 1.9999999999999998E-5 on a page. */
    @Test
    void aRateIsWrittenInTwoDigits() {
        PpoRecipe ppo = (PpoRecipe) new SuitedRecipe(1.35e8, 2048, 5000, Optional.empty()).of("ppo");

        assertThat(String.valueOf(ppo.optimizer().policyLearningRate())).isEqualTo("2.0E-5");
    }

    @Test
    void anUnknownKindIsRefused() {
        assertThatThrownBy(() -> new SuitedRecipe(1, 1, 1, LORA).of("magic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("magic");
    }
}
