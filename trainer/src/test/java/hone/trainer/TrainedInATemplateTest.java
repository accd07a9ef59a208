package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.BatchSize;
import hone.contract.Cadence;
import hone.contract.GrpoOptions;
import hone.contract.OptimizerSettings;
import hone.contract.PpoOptions;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.SampleSettings;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.trainer.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that brings a template is trained in it, and the run and the checkpoint say so. */
class TrainedInATemplateTest {
    private static final String TEMPLATE = "{% for m in messages %}"
            + "{% if 'number 3?' in m.content %}{{ raise_exception('Never ask of number 3.') }}{% endif %}"
            + "{{ '<|' + m.role + '|>' + m.content }}{{ eos_token if m.role == 'assistant' }}{% endfor %}"
            + "{{ '<|assistant|>' if add_generation_prompt }}";

    @TempDir
    static Path folder;

    private static TinyWorld world;

    @BeforeAll
    static void aTinyWorld() throws IOException {
        world = TinyWorld.in(folder);
    }

    @Test
    void whatTheTemplateRefusesIsLeftOutAndCountedAndTheTemplateIsNamedAndKept() throws IOException {
        Path job = RefusedRuns.withModel(world, sft("auto"), world.demonstrations(), refusing());

        assertThat(RefusedRuns.run(job)).isZero();

        List<RunEvent> events = WorkerProcess.events(job);
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        RunEvent.RunStarted.class,
                        started ->
                                assertThat(started.chatTemplate().orElseThrow()).contains("tokenizer_config.json"));
        assertThat(events)
                .filteredOn(RunEvent.StepReported.class::isInstance)
                .allSatisfy(event ->
                        assertThat(((RunEvent.StepReported) event).metrics()).containsEntry("rows_refused", 1.0));
        Path checkpoint = job.resolveSibling("models").resolve(finished(events));
        try (Tokenizer tokenizer = Tokenizer.load(checkpoint)) {
            assertThat(tokenizer.template().described()).contains("the model's own");
        }
        assertThat(Files.readString(checkpoint.resolve("tokenizer_config.json")))
                .contains("Never ask of number 3.");
    }

    /** One of twenty prompts is refused; two ratings are of it, and one of the demonstrations that PPO mixes in. */
    @Test
    void everyStageLeavesOutWhatTheTemplateRefusesAndCountsItByItself() throws IOException {
        Path model = refusing();
        Path pairs = world.preferences();

        assertThat(counts(in(model, "dpo", TinyWorld.dpo(1, 0, Optional.empty()), pairs, Optional.empty())))
                .containsEntry("pairs_refused", 1.0)
                .containsEntry("pairs_too_long", 0.0);
        Path kto = in(model, "kto", TinyWorld.kto(1, 0, Optional.empty()), world.ratings(), Optional.empty());
        assertThat(counts(kto))
                .containsEntry("rows_refused", 2.0)
                .containsEntry("rows_too_long", 0.0)
                .containsEntry("unrelated_cut", 0.0)
                .containsEntry("unrelated_own", 0.0);
        assertThat(WorkerProcess.events(kto))
                .filteredOn(RunEvent.EvaluationReported.class::isInstance)
                .isNotEmpty()
                .allSatisfy(event -> sumsToItsLoss((RunEvent.EvaluationReported) event));
        Path reward = in(model, "reward", TinyWorld.reward(1, 0), pairs, Optional.empty());
        assertThat(counts(reward)).containsEntry("groups_refused", 1.0).containsEntry("groups_too_long", 0.0);
        assertThat(counts(in(
                        model,
                        "ppo",
                        TinyWorld.ppo(1, PpoOptions.plain(0).mixing(0.5)),
                        world.preferencesAndDemonstrations(),
                        Optional.of(Killing.model(reward)))))
                .containsEntry("prompts_refused", 1.0)
                .containsEntry("prompts_too_long", 0.0)
                .containsEntry("written_refused", 1.0);
        assertThat(counts(in(
                        model,
                        "grpo",
                        TinyWorld.grpo(1, GrpoOptions.plain(0)),
                        pairs,
                        Optional.of(Killing.model(reward)))))
                .containsEntry("prompts_refused", 1.0)
                .containsEntry("prompts_too_long", 0.0);
    }

    @Test
    void aStageWithoutAnythingThatTheTemplateTakesSaysSo() throws IOException {
        Path model = refusing();
        Path rows = Files.write(
                folder.resolve("refused.jsonl"),
                Files.readAllLines(world.ratings()).stream()
                        .map(line -> line.replaceAll("number [0-9]\\?", "number 3?"))
                        .toList());
        Path job = world.job("all-refused", TinyWorld.kto(1, 0, Optional.empty()), Optional.of(rows));
        inItsTemplate(job, model);

        assertThat(RefusedRuns.failureOf(job)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("empty-dataset");
            assertThat(failure.reason())
                    .contains("are refused by the chat template", "Never ask of number 3.")
                    .doesNotContain("too long");
        });
    }

    private static Path refusing() throws IOException {
        Path model = RefusedRuns.copyOf(folder, world.model);
        Path config = model.resolve("tokenizer_config.json");
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(config), JsonNode.class);
        json.remove(List.of("hone_chat_template", "hone_space_in_front"));
        Files.write(config, Wire.bytes(json.put("chat_template", TEMPLATE)));
        return model;
    }

    private static void inItsTemplate(Path job, Path model) throws IOException {
        RefusedRuns.replace(job, world.model.toString(), model.toString());
        RefusedRuns.replace(job, "\"chatTemplate\":\"hone\"", "\"chatTemplate\":\"auto\"");
    }

    /** A run of the model in its own template. */
    private static Path in(Path model, String stage, Recipe recipe, Path data, Optional<Path> reward)
            throws IOException {
        Path job = world.job("refusing-" + stage, recipe, Optional.of(data), reward, 1);
        inItsTemplate(job, model);
        assertThat(RefusedRuns.run(job)).isZero();
        return job;
    }

    /** The losses of the rows are the parts of which the mean was taken. */
    private static void sumsToItsLoss(RunEvent.EvaluationReported told) {
        List<RunEvent.RowLoss> rows = told.rows().orElseThrow();
        assertThat(rows.stream().mapToDouble(RunEvent.RowLoss::loss).average())
                .hasValueCloseTo(told.metrics().getOrDefault("loss", Double.NaN), within(1e-6));
        assertThat(told.metrics()).containsEntry("rows", (double) rows.size());
    }

    private static Map<String, Double> counts(Path job) throws IOException {
        return WorkerProcess.events(job).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(event -> ((RunEvent.StepReported) event).metrics())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aModelWithoutATemplateGetsTheOneThatTheRecipeNames() throws IOException {
        Path job = RefusedRuns.withModel(
                world, sft("plain"), world.demonstrations(), RefusedRuns.copyOf(folder, world.model));

        assertThat(RefusedRuns.run(job)).isZero();

        Path checkpoint = job.resolveSibling("models").resolve(finished(WorkerProcess.events(job)));
        try (Tokenizer tokenizer = Tokenizer.load(checkpoint)) {
            assertThat(tokenizer.template().wireName()).isEqualTo("plain");
        }
    }

    private static SftRecipe sft(String template) {
        return new SftRecipe(
                1,
                BatchSize.whole(8),
                96,
                new OptimizerSettings(1e-3, 0, 0, 1),
                template,
                new Cadence(100, 0),
                new SampleSettings(2, 4));
    }

    private static String finished(List<RunEvent> events) {
        return ((RunEvent.RunSucceeded) events.getLast()).checkpoint().orElseThrow();
    }
}
