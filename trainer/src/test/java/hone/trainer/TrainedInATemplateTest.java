package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.BatchSize;
import hone.contract.Cadence;
import hone.contract.OptimizerSettings;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.SampleSettings;
import hone.contract.Wire;
import hone.trainer.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        Path model = RefusedRuns.copyOf(folder, world.model);
        Path config = model.resolve("tokenizer_config.json");
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(config), JsonNode.class);
        json.remove(List.of("hone_chat_template", "hone_space_in_front"));
        Files.write(config, Wire.bytes(json.put("chat_template", TEMPLATE)));
        Path job = RefusedRuns.withModel(world, sft("auto"), world.demonstrations(), model);

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

    private static Recipe.Sft sft(String template) {
        return new Recipe.Sft(
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
