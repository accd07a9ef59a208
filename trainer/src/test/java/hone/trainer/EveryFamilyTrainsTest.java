package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.Wire;
import hone.trainer.decoder.Decoder;
import hone.trainer.tensor.Scope;
import hone.trainer.weights.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a model of random weights through every stage, in families whose parts differ most. */
class EveryFamilyTrainsTest {
    @TempDir
    Path folder;

    static List<String> configs() {
        return List.of("""
                {"model_type":"gpt2","vocab_size":320,"n_embd":16,"n_layer":2,"n_head":2,"n_positions":128,"bos_token_id":1,
                 "eos_token_id":1}
                """, """
                {"model_type":"qwen2","vocab_size":320,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":2,
                 "num_key_value_heads":1,"intermediate_size":24,"max_position_embeddings":128,"use_sliding_window":true,
                 "sliding_window":5,"max_window_layers":1,"tie_word_embeddings":true}
                """, """
                {"model_type":"smollm3","vocab_size":320,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":2,
                 "num_key_value_heads":1,"intermediate_size":24,"max_position_embeddings":128,"no_rope_layers":[1,0]}
                """, """
                {"model_type":"gemma3_text","vocab_size":320,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":2,
                 "head_dim":8,"num_key_value_heads":1,"intermediate_size":24,"max_position_embeddings":128,"sliding_window":5,
                 "sliding_window_pattern":2,"query_pre_attn_scalar":8,"attn_logit_softcapping":5.0,
                 "final_logit_softcapping":20.0}
                """);
    }

    @ParameterizedTest
    @MethodSource("configs")
    void everyStageTrainsItAndLeavesAModelOfTheSameFamily(String config) throws IOException {
        String family = Wire.read(config, JsonNode.class).path("model_type").asText();
        TinyWorld world = TinyWorld.in(folder, config);
        Path demonstrations = world.demonstrations();
        Path preferences = world.preferences();
        long kept = Scope.keptObjects();

        Path tuned = trained(world.job("sft", TinyWorld.sft(1, 0), Optional.of(demonstrations)));
        Path reward = trained(world.job("reward", TinyWorld.reward(1, 0), Optional.of(preferences)));
        Path policy = trained(world.job("ppo", TinyWorld.ppo(1, 0), Optional.of(preferences), Optional.of(reward), 1));
        Recipe generate = TinyWorld.generate(3, 2);
        assertThat(RefusedRuns.run(world.job("generate", generate, Optional.empty())))
                .isZero();

        for (Path model : List.of(tuned, policy)) {
            assertThat(type(model)).isEqualTo(family);
            try (Decoder read = ModelFiles.load(model);
                    Decoder before = ModelFiles.load(world.model)) {
                assertThat(read.parameters().keySet())
                        .isEqualTo(before.parameters().keySet());
                before.parameters().forEach((name, tensor) -> {
                    try (Scope scope = Scope.open()) {
                        assertThat(tensor.equal(java.util.Objects.requireNonNull(
                                        read.parameters().get(name))))
                                .as("%s has not learned", name)
                                .isFalse();
                    }
                });
            }
        }
        assertThat(type(reward)).isEqualTo(family);
        Path scored = ScoreJobs.job(world, reward, ScoreJobs.recipe(3, 4));
        assertThat(RefusedRuns.run(scored)).isZero();
        assertThat(ScoreJobs.scores(scored)).hasSize(6);
        assertThat(Scope.keptObjects()).isEqualTo(kept);
    }

    private static Path trained(Path job) throws IOException {
        assertThat(RefusedRuns.run(job)).isZero();
        assertThat(WorkerProcess.lastEvent(job)).isInstanceOf(RunEvent.RunSucceeded.class);
        return Killing.model(job);
    }

    private static String type(Path model) throws IOException {
        return Wire.read(Files.readAllBytes(model.resolve("config.json")), JsonNode.class)
                .path("model_type")
                .asText();
    }
}
