package hone.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recipes are made of small records and stand flat in JSON, where earlier versions wrote them. */
class RecipeTest {
    @Test
    void whatTheShippedCheckpointWasTrainedByIsReadIntoItsParts() throws IOException {
        Path manifest = Path.of(System.getProperty("hone.root"), "trainer", "base", "manifest.json");

        assertThat(Wire.read(Files.readAllBytes(manifest), CheckpointManifest.class)
                        .recipe())
                .contains(new PretrainRecipe(3600, 20, 512, new PretrainOptimizer(2.5e-3, 100, 0.1, 0.1, 1), 200));
    }

    @Test
    void theDefaultsAreTheSettingsThatRunsWereStartedWith() {
        assertThat(Wire.read(Example.resource("Recipe/ppo.json"), Recipe.class)).isEqualTo(PpoRecipe.small());
        assertThat(Wire.read(Example.resource("Recipe/reward.json"), Recipe.class))
                .isEqualTo(RewardRecipe.small());
        assertThat(Wire.read("""
                        {"kind":"sft","epochs":8,"batchRows":16,"microBatchRows":16,"sequenceTokensMax":256,
                         "learningRate":5e-4,"warmupShare":0.03,"weightDecay":0,"gradientNormMax":1,"chatTemplate":"hone",
                         "evaluateEverySteps":50,"checkpointEverySteps":50,"sampleCount":4,"sampleTokensMax":96}
                        """, Recipe.class)).isEqualTo(SftRecipe.small());
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        String typed = Example.resource("Recipe/dpo-lora.json")
                .replace("\"batchRows\": 16", "\"batchRows\": 0")
                .replace("\"microBatchRows\": 16", "\"microBatchRows\": 0")
                .replace("\"beta\": 0.1", "\"beta\": -1")
                .replace("\"rank\": 16", "\"rank\": 0");

        assertThatThrownBy(() -> Wire.readWhole(typed.getBytes(StandardCharsets.UTF_8), Recipe.class))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("batchRows is 0")
                .hasMessageContaining("microBatchRows is 0")
                .hasMessageContaining("beta is -1.0")
                .hasMessageContaining("lora.rank is 0");
        assertThatThrownBy(() -> Wire.read(typed, Recipe.class)).isInstanceOf(UnreadableMessage.class);
        assertThat(Wire.readWhole(Example.resource("Recipe/dpo.json").getBytes(StandardCharsets.UTF_8), Recipe.class))
                .isEqualTo(DpoRecipe.small());
    }

    @Test
    void everyStageThatTrainsCanSayWhereItComputesAndNoneHasTo() {
        for (String name : List.of("pretrain", "sft", "reward", "dpo", "kto", "best-of-n", "ppo", "grpo")) {
            String plain = Example.resource("Recipe/" + name + ".json");
            String asking = plain.replaceFirst("\\{", "{\"device\": \"cuda\",");

            assertThat(Wire.read(plain, Recipe.class).device()).as(name).isEmpty();
            assertThat(Wire.read(asking, Recipe.class).device()).as(name).contains(Recipe.CUDA);
            assertThat(Wire.read(plain, Recipe.class).mayBeAbsent()).as(name).contains("device");
        }
    }

    @Test
    void newStagesHaveDefaultsAsTheirExamplesShow() {
        assertThat(Wire.read(Example.resource("Recipe/kto.json"), Recipe.class)).isEqualTo(KtoRecipe.small());
        assertThat(Wire.read(Example.resource("Recipe/grpo.json"), Recipe.class))
                .isEqualTo(GrpoRecipe.small());
    }

    @Test
    void aSettingOfAPartIsRefusedByItsOwnName() {
        String typed = Example.resource("Recipe/ppo.json");

        assertThatThrownBy(() ->
                        Wire.read(typed.replace("\"minibatchRows\": 32", "\"minibatchRows\": \"many\""), Recipe.class))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("many");
        assertThatThrownBy(() -> Wire.read(typed.replace("\"lambda\": 0.95", "\"lambda\": 1.5"), Recipe.class))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("lambda is 1.5, but must be from 0 to 1");
    }
}
