package hone.trainer;

import static hone.trainer.RefusedRuns.copyOf;
import static hone.trainer.RefusedRuns.failureOf;
import static hone.trainer.RefusedRuns.name;
import static hone.trainer.RefusedRuns.replace;
import static hone.trainer.RefusedRuns.run;
import static hone.trainer.RefusedRuns.sft;
import static hone.trainer.RefusedRuns.withModel;
import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.OptimizerSettings;
import hone.contract.RewardRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reward modelling and PPO can't begin with, told as in {@link BadInputTest}. */
class BadRewardInputTest {
    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path demonstrations;

    @BeforeAll
    static void aModelAndSomeDemonstrations() throws IOException {
        world = TinyWorld.in(folder);
        demonstrations = world.demonstrations();
    }

    @Test
    void aDatasetWithoutPreferencesTrainsNoRewardModel() throws IOException {
        assertThat(failureOf(world.job(name(), TinyWorld.reward(1, 0), Optional.of(demonstrations))))
                .satisfies(failure -> {
                    assertThat(failure.cause()).isEqualTo("empty-dataset");
                    assertThat(failure.reason()).contains("comparison");
                });
    }

    @Test
    void tooFewPreferencesForOneStepTrainNoRewardModel() throws IOException {
        RewardRecipe wide = new RewardRecipe(1, 64, 96, OptimizerSettings.withRate(1e-3), "hone", 0, 0);

        assertThat(failureOf(world.job(name(), wide, Optional.of(world.preferences()))))
                .satisfies(failure -> {
                    assertThat(failure.cause()).isEqualTo("too-few-preferences");
                    assertThat(failure.reason()).contains("17 judgments", "64");
                });
    }

    @Test
    void aLanguageModelIsNoRewardModelAndTheOtherWayRound() throws IOException {
        Path rows = world.preferences();
        Path policyAsReward = world.job(name(), TinyWorld.ppo(1, 0), Optional.of(rows), Optional.of(world.model), 1);
        assertThat(failureOf(policyAsReward)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("wrong-kind");
            assertThat(failure.reason()).contains("no reward model");
        });

        assertThat(failureOf(withModel(world, sft(), demonstrations, rewardModel())))
                .satisfies(failure -> {
                    assertThat(failure.cause()).isEqualTo("wrong-kind");
                    assertThat(failure.reason()).contains("scores answers");
                });
    }

    @Test
    void ppoWithoutARewardModelIsRefused() throws IOException {
        assertThat(failureOf(world.job(name(), TinyWorld.ppo(1, 0), Optional.of(demonstrations))))
                .satisfies(failure -> {
                    assertThat(failure.cause()).isEqualTo("bad-recipe");
                    assertThat(failure.reason()).contains("reward model");
                });
    }

    @Test
    void aRewardModelOfAnotherTokenizerIsRefused() throws IOException {
        Path foreign = copyOf(folder, rewardModel());
        Files.writeString(
                foreign.resolve("tokenizer.json"), Files.readString(foreign.resolve("tokenizer.json")) + "\n");
        Files.delete(foreign.resolve("manifest.json"));
        assertThat(failureOf(ppoWith(foreign))).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("wrong-reward-model");
            assertThat(failure.reason()).contains("tokenizer");
        });

        Path wider = copyOf(folder, rewardModel());
        replace(wider.resolve("config.json"), "\"vocab_size\":320", "\"vocab_size\":321");
        Files.delete(wider.resolve("manifest.json"));
        assertThat(failureOf(ppoWith(wider)).cause()).isIn("wrong-reward-model", "unreadable-checkpoint");
    }

    @Test
    void aRewardModelWhoseWeightsAreNotThoseOfItsManifestIsRefused() throws IOException {
        Path broken = copyOf(folder, rewardModel());
        byte[] bytes = Files.readAllBytes(broken.resolve("model.safetensors"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(broken.resolve("model.safetensors"), bytes);

        assertThat(failureOf(ppoWith(broken)).cause()).isEqualTo("wrong-hash");
    }

    @Test
    void aMinibatchThatDoesNotDivideTheRolloutsIsRefused() throws IOException {
        Path job = ppoWith(rewardModel());
        replace(job, "\"minibatchRows\":4", "\"minibatchRows\":3");

        assertThat(failureOf(job)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("bad-recipe");
            assertThat(failure.reason()).contains("minibatchRows");
        });
    }

    @Test
    void promptsThatLeaveNoRoomForAnAnswerTrainNoPolicy() throws IOException {
        Path job = ppoWith(rewardModel());
        replace(job, "\"responseTokensMax\":10", "\"responseTokensMax\":128");

        assertThat(failureOf(job)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("empty-dataset");
            assertThat(failure.reason()).contains("too long");
        });
    }

    private static Path rewardModel() throws IOException {
        Path job = world.job(name(), TinyWorld.reward(1, 0), Optional.of(world.preferences()));
        assertThat(run(job)).isZero();
        return Killing.model(job);
    }

    private static Path ppoWith(Path reward) throws IOException {
        return world.job(name(), TinyWorld.ppo(1, 0), Optional.of(world.preferences()), Optional.of(reward), 1);
    }
}
