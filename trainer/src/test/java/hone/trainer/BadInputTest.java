package hone.trainer;

import static hone.trainer.RefusedRuns.copyOf;
import static hone.trainer.RefusedRuns.failureOf;
import static hone.trainer.RefusedRuns.name;
import static hone.trainer.RefusedRuns.replace;
import static hone.trainer.RefusedRuns.run;
import static hone.trainer.RefusedRuns.sft;
import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.Message;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.SamplingSettings;
import hone.contract.SftRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong, the run ends with an event: a cause for machines and a sentence for people. */
class BadInputTest {
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
        Path pickle = copyOf(folder, world.model);
        Files.move(pickle.resolve("model.safetensors"), pickle.resolve("pytorch_model.bin"));

        assertThat(failureOf(withModel(sft(), pickle))).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("pickle");
            assertThat(failure.reason()).contains("pytorch_model.bin", "safetensors");
        });
    }

    @Test
    void anUnknownFamilyIsRefusedByName() throws IOException {
        Path foreign = copyOf(folder, world.model);
        replace(foreign.resolve("config.json"), "\"llama\"", "\"llamoid\"");

        assertThat(failureOf(withModel(sft(), foreign))).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("unknown-model");
            assertThat(failure.reason()).contains("llamoid");
        });
    }

    @Test
    void weightsThatWereCutShortAreRefused() throws IOException {
        Path broken = copyOf(folder, world.model);
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
        SftRecipe wild = RefusedRuns.sft(4, 96, 1e30, 1);

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
        SftRecipe narrow = RefusedRuns.sft(1, 4, 1e-3, 100);

        assertThat(failureOf(world.job(name(), narrow, Optional.of(demonstrations)))
                        .cause())
                .isEqualTo("empty-dataset");
    }

    @Test
    void aTokenizerThatTheLibraryCannotReadIsRefused() throws IOException {
        Path broken = copyOf(folder, world.model);
        replace(broken.resolve("tokenizer.json"), "\"version\"", "\"edition\"");

        assertThat(failureOf(withModel(sft(), broken)).cause()).isEqualTo("unknown-model");
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
        GenerateRecipe generate = TinyWorld.generate(2, 1);
        GenerateRecipe wide = new GenerateRecipe(generate.prompts(), 1, SamplingSettings.plain(128), "auto", 4);

        assertThat(failureOf(world.job(name(), wide, Optional.empty())).reason())
                .contains("too long");
    }

    @Test
    void aPromptThatIsTooLongIsSetAsideWithItsReasonAndTheOthersAreAnswered() throws IOException {
        GenerateRecipe short2 = TinyWorld.generate(2, 1);
        List<GeneratePrompt> prompts = new ArrayList<>(short2.prompts());
        prompts.add(0, new GeneratePrompt("long", List.of(Message.user("Milo gave Vera cups. ".repeat(60)))));
        Path job = world.job(
                name(), new GenerateRecipe(prompts, 1, SamplingSettings.plain(8), "auto", 4), Optional.empty());
        Path onlyLong = world.job(
                name(),
                new GenerateRecipe(prompts.subList(0, 1), 1, SamplingSettings.plain(8), "auto", 4),
                Optional.empty());

        assertThat(run(job)).isZero();
        assertThat(run(onlyLong)).isZero();

        List<RunEvent.AnswersSampled> told = WorkerProcess.events(job).stream()
                .filter(RunEvent.AnswersSampled.class::isInstance)
                .map(RunEvent.AnswersSampled.class::cast)
                .toList();
        assertThat(told.stream().flatMap(event -> event.setAside().orElse(List.of()).stream()))
                .singleElement()
                .satisfies(aside -> {
                    assertThat(aside.promptId()).isEqualTo("long");
                    assertThat(aside.reason()).contains("the answer may have 8, but this model reads 128");
                });
        assertThat(told.stream().flatMap(event -> event.answers().stream()).map(RunEvent.Sampled::promptId))
                .containsExactlyInAnyOrderElementsOf(
                        short2.prompts().stream().map(GeneratePrompt::promptId).toList());
        assertThat(WorkerProcess.lastEvent(onlyLong)).isInstanceOf(RunEvent.RunSucceeded.class);
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

    private static Path withModel(Recipe recipe, Path model) throws IOException {
        return RefusedRuns.withModel(world, recipe, demonstrations, model);
    }
}
