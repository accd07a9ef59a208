package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.RunEvent;
import hone.contract.ScorePrompt;
import hone.contract.ScoreRecipe;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a Score run that is stopped or killed, whose answers can't be read, or whose model scores nothing. */
class ScoreRunsTest {
    private static final String TEMPLATE = "{% for m in messages %}"
            + "{% if 'number 2?' in m.content %}{{ raise_exception('Never ask of number 2.') }}{% endif %}"
            + "{{ '<|' + m.role + '|>' + m.content }}{% endfor %}"
            + "{{ '<|assistant|>' if add_generation_prompt }}";

    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path reward;

    @BeforeAll
    static void aRewardModel() throws IOException {
        world = TinyWorld.in(folder);
        reward = ScoreJobs.rewardModel(world);
    }

    /** The log is all that a worker leaves; here it ends behind each of its events once. */
    @Test
    void aRunKilledBehindAnyEventTellsEachAnswerOnce() throws IOException {
        ScoreRecipe recipe = withALongAnswer(ScoreJobs.recipe(6, 5));
        Path whole = ScoreJobs.job(world, reward, recipe);
        assertThat(RefusedRuns.run(whole)).isZero();
        List<RunEvent> events = WorkerProcess.events(whole);
        assertThat(events).hasSize(9); // the start, one of an answer that is too long, three batches, the end

        for (int told = 0; told < events.size(); told++) {
            Path job = killedBehind(told, whole, recipe);

            assertThat(RefusedRuns.run(job)).isZero();

            assertThat(ScoreJobs.scores(job)).isEqualTo(ScoreJobs.scores(whole));
            assertThat(ScoreJobs.unscored(job)).isEqualTo(ScoreJobs.unscored(whole));
            assertThat(WorkerProcess.events(job))
                    .filteredOn(RunEvent.StepReported.class::isInstance)
                    .extracting(event -> ((RunEvent.StepReported) event).step())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void ofABatchThatWasToldInPartOnlyTheRestIsScored() throws IOException {
        ScoreRecipe recipe = ScoreJobs.recipe(35, 70);
        Path whole = ScoreJobs.job(world, reward, recipe);
        assertThat(RefusedRuns.run(whole)).isZero();

        Path job = killedBehind(2, whole, recipe);
        assertThat(RefusedRuns.run(job)).isZero();

        Map<String, Double> expected = ScoreJobs.scores(whole);
        assertThat(ScoreJobs.events(job))
                .extracting(event -> event.scores().size())
                .containsExactly(64, 6);
        assertThat(ScoreJobs.scores(job))
                .hasSize(70)
                .allSatisfy((answer, score) ->
                        assertThat(score).isCloseTo(Objects.requireNonNull(expected.get(answer)), within(1e-5)));
    }

    @Test
    void aWorkerWhoseParentIsGoneEndsBetweenBatchesAndTheNextOneTellsTheRest() throws Exception {
        ScoreRecipe recipe = ScoreJobs.recipe(30, 1);
        Path job = ScoreJobs.job(world, reward, recipe);
        WorkerProcess worker = WorkerProcess.start(job, "--with-parent");
        worker.closeStandardInput();

        assertThat(worker.exitCode()).isEqualTo(75);
        assertThat(WorkerProcess.lastEvent(job)).isInstanceOf(RunEvent.StepReported.class);

        assertThat(WorkerProcess.run(job)).isZero();
        assertThat(ScoreJobs.scores(job)).hasSize(60);
    }

    @Test
    void answersThatAreTooLongAreToldWithTheReasonAndTheOthersAreScored() throws IOException {
        Path job = ScoreJobs.job(world, reward, withALongAnswer(ScoreJobs.recipe(2, 8)));

        assertThat(RefusedRuns.run(job)).isZero();

        assertThat(ScoreJobs.scores(job)).hasSize(4);
        assertThat(ScoreJobs.unscored(job)).singleElement().satisfies(one -> {
            assertThat(one.answerId()).isEqualTo("answer-long-0");
            assertThat(one.reason())
                    .matches("Prompt and answer have [0-9]{3} tokens together, but this model reads 128\\.");
        });
        assertThat(WorkerProcess.events(job))
                .filteredOn(RunEvent.StepReported.class::isInstance)
                .singleElement()
                .satisfies(step ->
                        assertThat(((RunEvent.StepReported) step).metrics()).containsEntry("answers_unscored", 1.0));
    }

    @Test
    void aRunNoneOfWhoseAnswersCanBeReadSucceeds() throws IOException {
        ScoreRecipe recipe = withALongAnswer(ScoreJobs.recipe(1, 8));
        Path job = ScoreJobs.job(world, reward, new ScoreRecipe(recipe.prompts().subList(1, 2), "auto", 8));

        assertThat(RefusedRuns.run(job)).isZero();

        assertThat(ScoreJobs.scores(job)).isEmpty();
        assertThat(ScoreJobs.unscored(job)).hasSize(1);
        assertThat(WorkerProcess.lastEvent(job)).isInstanceOf(RunEvent.RunSucceeded.class);
    }

    @Test
    void whatTheTemplateRefusesIsToldInItsOwnWords() throws IOException {
        Path refusing = RefusedRuns.copyOf(folder, reward);
        Files.delete(refusing.resolve("manifest.json"));
        set(refusing.resolve("tokenizer_config.json"), "chat_template", TEMPLATE);
        ScoreRecipe recipe = ScoreJobs.recipe(4, 8);
        Path job = ScoreJobs.job(world, refusing, new ScoreRecipe(recipe.prompts(), "model", 8));

        assertThat(RefusedRuns.run(job)).isZero();

        assertThat(ScoreJobs.scores(job)).hasSize(6);
        assertThat(ScoreJobs.unscored(job))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.reason()).contains("refuses", "Never ask of number 2."));
    }

    @Test
    void aLanguageModelScoresNothing() throws IOException {
        assertThat(RefusedRuns.failureOf(ScoreJobs.job(world, world.model, ScoreJobs.recipe(1, 8))))
                .satisfies(failure -> {
                    assertThat(failure.cause()).isEqualTo("wrong-kind");
                    assertThat(failure.reason()).contains("no reward model");
                });
    }

    @Test
    void aRewardModelThatWasChangedScoresNothing() throws IOException {
        Path changed = RefusedRuns.copyOf(folder, reward);
        set(changed.resolve("config.json"), "hone_score_mean", "7");

        assertThat(RefusedRuns.failureOf(ScoreJobs.job(world, changed, ScoreJobs.recipe(1, 8)))
                        .cause())
                .isEqualTo("wrong-hash");
    }

    /** A deviation that nothing can be divided by. */
    @Test
    void aScoreThatIsNoNumberEndsTheRun() throws IOException {
        Path endless = RefusedRuns.copyOf(folder, reward);
        Files.delete(endless.resolve("manifest.json"));
        Path config = endless.resolve("config.json");
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(config), JsonNode.class);
        Files.writeString(config, json.put("hone_score_deviation", 1e-300).toString());

        assertThat(RefusedRuns.failureOf(ScoreJobs.job(world, endless, ScoreJobs.recipe(1, 8))))
                .satisfies(failure -> {
                    assertThat(failure.cause()).isEqualTo("not-finite");
                    assertThat(failure.reason()).contains("is no number");
                });
    }

    private static ScoreRecipe withALongAnswer(ScoreRecipe recipe) {
        List<ScorePrompt> prompts = new ArrayList<>(recipe.prompts());
        prompts.add(1, ScoreJobs.prompt("prompt-long", "Who had cups?", "Milo gave Vera cups. ".repeat(60)));
        return new ScoreRecipe(prompts, recipe.chatTemplate(), recipe.batchRows());
    }

    /** The same run with the first events of its log. */
    private static Path killedBehind(int events, Path whole, ScoreRecipe recipe) throws IOException {
        Path job = ScoreJobs.job(world, reward, recipe);
        String runId = "run-" + job.getName(job.getNameCount() - 2);
        String wholeId = "run-" + whole.getName(whole.getNameCount() - 2);
        Path folder = Files.createDirectory(job.resolveSibling("run"));
        List<String> lines = Files.readAllLines(whole.resolveSibling("run").resolve("events.jsonl"));
        Files.write(
                folder.resolve("events.jsonl"),
                lines.subList(0, events).stream()
                        .map(line -> line.replace(wholeId, runId))
                        .toList());
        return job;
    }

    private static void set(Path file, String field, String value) throws IOException {
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(file), JsonNode.class);
        Files.writeString(file, json.put(field, value).toString());
    }
}
