package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.trainer.run.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong, the run ends with an event: a cause for machines and a sentence for people. */
class BadInputTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

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
    void aPickleIsRefused() throws IOException {
        Path pickle = copyOfModel();
        Files.move(pickle.resolve("model.safetensors"), pickle.resolve("pytorch_model.bin"));

        assertThat(failureOf(withModel(sft(), pickle))).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("pickle");
            assertThat(failure.reason()).contains("pytorch_model.bin", "safetensors");
        });
    }

    @Test
    void anUnknownFamilyIsRefusedByName() throws IOException {
        Path foreign = copyOfModel();
        replace(foreign.resolve("config.json"), "\"llama\"", "\"llamoid\"");

        assertThat(failureOf(withModel(sft(), foreign))).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("unknown-model");
            assertThat(failure.reason()).contains("llamoid");
        });
    }

    @Test
    void weightsThatWereCutShortAreRefused() throws IOException {
        Path broken = copyOfModel();
        byte[] whole = Files.readAllBytes(broken.resolve("model.safetensors"));
        Files.write(broken.resolve("model.safetensors"), java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThat(failureOf(withModel(sft(), broken)).cause()).isEqualTo("unreadable-checkpoint");
    }

    @Test
    void aCheckpointWhoseWeightsAreNotThoseOfItsManifestIsRefused() throws IOException {
        Path job = world.job("good", sft(), Optional.of(demonstrations));
        assertThat(run(job)).isZero();
        String sha256 = ((RunEvent.RunSucceeded) WorkerProcess.lastEvent(job))
                .checkpoint()
                .orElseThrow();
        Path checkpoint = job.resolveSibling("models").resolve(sha256);
        Path weights = checkpoint.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);

        assertThat(failureOf(withModel(sft(), checkpoint))).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("wrong-hash");
            assertThat(failure.reason()).contains("model.safetensors");
        });
    }

    @Test
    void aCheckpointWithoutItsManifestIsRefused() throws IOException {
        Path checkpoint = Files.createDirectory(folder.resolve("ab".repeat(32)));

        assertThat(failureOf(withModel(sft(), checkpoint)).cause()).isEqualTo("unreadable-checkpoint");
    }

    @Test
    void aLossThatIsNoNumberEndsTheRunAndKeepsTheLastCheckpoint() throws IOException {
        Recipe.Sft wild = new Recipe.Sft(4, 8, 8, 96, 1e30, 0, 0, 1, "hone", 100, 1, 0, 8);

        assertThat(failureOf(world.job(name(), wild, Optional.of(demonstrations))))
                .satisfies(failure -> {
                    assertThat(failure.cause()).isEqualTo("nan-loss");
                    assertThat(failure.reason()).contains("learning rate");
                    assertThat(failure.lastGoodCheckpoint()).isPresent();
                });
    }

    @Test
    void aDatasetWithoutDemonstrationsIsRefused() throws IOException {
        Path empty = Files.write(folder.resolve("empty.jsonl"), List.of());

        assertThat(failureOf(world.job(name(), sft(), Optional.of(empty))).cause())
                .isEqualTo("empty-dataset");
    }

    @Test
    void aDatasetWithAMissingRowIsRefused() throws IOException {
        List<String> rows = new java.util.ArrayList<>(Files.readAllLines(demonstrations));
        rows.remove(7);

        assertThat(failureOf(world.job(name(), sft(), Optional.of(Files.write(folder.resolve("gap.jsonl"), rows)))))
                .satisfies(failure -> {
                    assertThat(failure.cause()).isEqualTo("unreadable-dataset");
                    assertThat(failure.reason()).contains("row 7");
                });
    }

    @Test
    void aDatasetThatIsNotThereIsRefused() throws IOException {
        assertThat(failureOf(world.job(name(), sft(), Optional.of(folder.resolve("nothing.jsonl"))))
                        .cause())
                .isEqualTo("missing-file");
    }

    @Test
    void demonstrationsThatAreAllTooLongAreRefused() throws IOException {
        Recipe.Sft narrow = new Recipe.Sft(1, 8, 8, 4, 1e-3, 0, 0, 1, "hone", 100, 100, 0, 8);

        assertThat(failureOf(world.job(name(), narrow, Optional.of(demonstrations)))
                        .cause())
                .isEqualTo("empty-dataset");
    }

    @Test
    void aTokenizerThatTheLibraryCannotReadIsRefused() throws IOException {
        Path broken = copyOfModel();
        replace(broken.resolve("tokenizer.json"), "\"version\"", "\"edition\"");

        assertThat(failureOf(withModel(sft(), broken)).cause()).isEqualTo("unknown-model");
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
        Recipe.Reward wide = new Recipe.Reward(1, 64, 96, 1e-3, 0, 0, 1, "hone", 0, 0);

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

        assertThat(failureOf(withModel(sft(), rewardModel()))).satisfies(failure -> {
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
        Path foreign = copyOf(rewardModel());
        Files.writeString(
                foreign.resolve("tokenizer.json"), Files.readString(foreign.resolve("tokenizer.json")) + "\n");
        Files.delete(foreign.resolve("manifest.json"));
        assertThat(failureOf(ppoWith(foreign))).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("wrong-reward-model");
            assertThat(failure.reason()).contains("tokenizer");
        });

        Path wider = copyOf(rewardModel());
        replace(wider.resolve("config.json"), "\"vocab_size\":320", "\"vocab_size\":321");
        Files.delete(wider.resolve("manifest.json"));
        assertThat(failureOf(ppoWith(wider)).cause()).isIn("wrong-reward-model", "unreadable-checkpoint");
    }

    @Test
    void aRewardModelWhoseWeightsAreNotThoseOfItsManifestIsRefused() throws IOException {
        Path broken = copyOf(rewardModel());
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

    @Test
    void aJobThatLeavesAFieldOutIsRefusedByTheFieldsName() throws IOException {
        Path job = world.job(name(), sft(), Optional.of(demonstrations));
        replace(job, "\"epochs\":1,", "");
        replace(job, "\"models\":\"models\",", "");

        assertThat(failureOf(job)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("bad-recipe");
            assertThat(failure.reason()).containsAnyOf("epochs", "models");
        });
    }

    @Test
    void aTemplateThatNobodyKnowsIsRefused() throws IOException {
        Path job = world.job(name(), sft(), Optional.of(demonstrations));
        replace(job, "\"hone\"", "\"chatml\"");

        assertThat(failureOf(job)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("bad-recipe");
            assertThat(failure.reason()).contains("chatml");
        });
    }

    @Test
    void promptsThatLeaveNoRoomForAnAnswerAreRefused() throws IOException {
        Recipe.Generate generate = TinyWorld.generate(2, 1);
        Recipe.Generate wide = new Recipe.Generate(generate.prompts(), 1, 1, 1, 128, "auto", 4);

        assertThat(failureOf(world.job(name(), wide, Optional.empty())).reason())
                .contains("too long");
    }

    @Test
    void aDiskThatTakesNoMoreEndsTheRunAndKeepsTheLastCheckpoint() throws Exception {
        Path job = world.job(name(), TinyWorld.sft(2, 5), Optional.of(demonstrations));

        // The weights (29 kB) fit under this limit, the optimizer's state (62 kB) does not.
        int code = WorkerProcess.runWithFilesOfAtMost(40, job);

        assertThat(code).isEqualTo(1);
        assertThat((RunEvent.RunFailed) WorkerProcess.lastEvent(job))
                .satisfies(failure -> assertThat(failure.cause()).isEqualTo("disk-full"));
        assertThat(Files.list(job.resolveSibling("models"))).isEmpty();
    }

    private static Recipe.Sft sft() {
        return new Recipe.Sft(1, 8, 8, 96, 1e-3, 0, 0, 1, "hone", 100, 100, 0, 8);
    }

    private static RunEvent.RunFailed failureOf(Path job) throws IOException {
        assertThat(run(job)).isEqualTo(1);
        RunEvent last = WorkerProcess.lastEvent(job);
        assertThat(last).isInstanceOf(RunEvent.RunFailed.class);
        RunEvent.RunFailed failure = (RunEvent.RunFailed) last;
        assertThat(failure.reason()).endsWith(".").doesNotContain("Exception", "\tat ");
        return failure;
    }

    private static int run(Path job) {
        return Worker.run(job, new StopSignal());
    }

    private static Path withModel(Recipe recipe, Path model) throws IOException {
        Path job = world.job(name(), recipe, Optional.of(demonstrations));
        replace(job, world.model.toString(), model.toString());
        return job;
    }

    private static Path copyOfModel() throws IOException {
        return copyOf(world.model);
    }

    private static Path copyOf(Path model) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("model-" + NAMES.incrementAndGet()));
        try (var files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static String name() {
        return "job-" + NAMES.incrementAndGet();
    }

    private static void replace(Path file, String from, String to) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
    }
}
