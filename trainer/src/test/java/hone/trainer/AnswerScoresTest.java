package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.RunEvent;
import hone.contract.ScorePrompt;
import hone.contract.ScoreRecipe;
import hone.contract.Wire;
import hone.trainer.tensor.Scope;
import hone.trainer.weights.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers that a Score run tells of answers. */
class AnswerScoresTest {
    /** Of the golden numbers of models. */
    private static final double TOLERANCE = 1e-4;

    private static final int FIRST_CHARACTER = 0x4E00;

    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path reward;

    @BeforeAll
    static void aRewardModel() throws IOException {
        world = TinyWorld.in(folder);
        reward = ScoreJobs.rewardModel(world);
    }

    /** By a tokenizer with one character for each id, the reference's rows are texts: a prompt, an answer, and its end. */
    @Test
    void scoresAreThoseOfTransformersInTheScaleOfTheCheckpoint() throws IOException {
        Path golden =
                Path.of(System.getProperty("hone.root", ".."), "trainer", "src", "test", "golden", "models", "llama");
        Map<List<Long>, Float> expected = new HashMap<>();
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = SafeTensors.read(golden.resolve("reward.safetensors"));
            expected.putAll(scoredRows(tensors, "chosen"));
            expected.putAll(scoredRows(tensors, "rejected"));
        }
        assertThat(expected).hasSize(8);

        for (Map.Entry<List<Long>, Float> row : expected.entrySet()) {
            List<Long> ids = row.getKey();
            Path model = readingCharacters(golden.resolve("reward-model"), ids.getLast());
            ScorePrompt prompt =
                    ScoreJobs.prompt("prompt-1", text(ids.subList(1, 3)), text(ids.subList(3, ids.size() - 1)));
            Path job = ScoreJobs.job(world, model, new ScoreRecipe(List.of(prompt), "text", 8));

            assertThat(RefusedRuns.run(job)).isZero();

            assertThat(ScoreJobs.events(job)).singleElement().satisfies(event -> {
                assertThat(event.probabilityScale()).isEqualTo(2);
                assertThat(event.scores()).singleElement().satisfies(scored -> {
                    assertThat(scored.tokens()).isEqualTo(ids.size());
                    assertThat(scored.score()).isCloseTo((row.getValue() - 0.5) / 2, within(TOLERANCE));
                });
            });
        }
    }

    @Test
    void scoresAreThoseOfTheCommandAndTheScaleIsThatOfTheCheckpoint() throws IOException {
        ScoreRecipe recipe = ScoreJobs.recipe(8, 3);
        List<String> names = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (ScorePrompt prompt : recipe.prompts()) {
            for (ScorePrompt.Response answer : prompt.answers()) {
                names.add(answer.answerId());
                lines.add(Wire.write(Map.of("prompt", prompt.messages(), "response", answer.text())));
            }
        }
        Path out = folder.resolve("scores.jsonl");
        Scores.write(reward, Files.write(folder.resolve("answers.jsonl"), lines), out);
        List<JsonNode> commands = Files.readAllLines(out).stream()
                .map(line -> Wire.read(line, JsonNode.class))
                .toList();
        Path job = ScoreJobs.job(world, reward, recipe);

        assertThat(RefusedRuns.run(job)).isZero();

        Map<String, Double> scores = ScoreJobs.scores(job);
        assertThat(scores.keySet()).containsExactlyInAnyOrderElementsOf(names);
        for (int i = 0; i < names.size(); i++) {
            assertThat(scores.get(names.get(i)))
                    .isCloseTo(commands.get(i).path("score").asDouble(), within(1e-5));
        }
        double stored = Wire.read(Files.readAllBytes(reward.resolve("config.json")), JsonNode.class)
                .path("hone_score_deviation")
                .asDouble();
        assertThat(ScoreJobs.events(job))
                .hasSizeGreaterThan(1)
                .allSatisfy(event -> assertThat(event.probabilityScale()).isEqualTo(stored));
    }

    @Test
    void neitherTheOrderOfAnswersNorTheSizeOfBatchesMatters() throws IOException {
        ScoreRecipe recipe = ScoreJobs.recipe(12, 5);
        Map<String, Double> scores = scores(recipe);
        List<ScorePrompt> reversed = recipe.prompts().reversed().stream()
                .map(prompt -> new ScorePrompt(
                        prompt.promptId(), prompt.messages(), prompt.answers().reversed()))
                .toList();

        assertThat(scores).hasSize(24);
        assertThat(scores.values().stream().distinct().count()).isGreaterThan(5);
        assertSame(scores(new ScoreRecipe(reversed, "auto", 5)), scores);
        assertSame(scores(new ScoreRecipe(recipe.prompts(), "auto", 1)), scores);
        assertSame(scores(new ScoreRecipe(recipe.prompts(), "auto", 100)), scores);
    }

    @Test
    void theTemplateThatIsAskedForIsUsed() throws IOException {
        ScoreRecipe auto = ScoreJobs.recipe(3, 8);
        Map<String, Double> asTrained = scores(auto);

        assertSame(scores(new ScoreRecipe(auto.prompts(), "hone", 8)), asTrained);
        assertThat(scores(new ScoreRecipe(auto.prompts(), "document", 8)))
                .allSatisfy((answer, score) ->
                        assertThat(score).isNotCloseTo(Objects.requireNonNull(asTrained.get(answer)), within(1e-4)));
    }

    @Test
    void eventsAreBoundedAndStepsTellWhatWasRead() throws IOException {
        Path job = ScoreJobs.job(world, reward, ScoreJobs.recipe(35, 70));

        assertThat(RefusedRuns.run(job)).isZero();

        assertThat(ScoreJobs.events(job))
                .extracting(event -> event.scores().size())
                .containsExactly(64, 6);
        double tokens = ScoreJobs.events(job).stream()
                .flatMap(event -> event.scores().stream())
                .mapToDouble(RunEvent.Scored::tokens)
                .sum();
        List<RunEvent> events = WorkerProcess.events(job);
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        RunEvent.RunStarted.class,
                        started -> assertThat(started.steps()).isEqualTo(1));
        assertThat(events.get(3))
                .isInstanceOfSatisfying(
                        RunEvent.StepReported.class,
                        step -> assertThat(step.metrics())
                                .containsEntry("num_tokens", tokens)
                                .containsEntry("answers_unscored", 0.0)
                                .containsKey("tokens_per_second"));
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        RunEvent.RunSucceeded.class,
                        done -> assertThat(done.checkpoint()).isEmpty());
    }

    private static Map<String, Double> scores(ScoreRecipe recipe) throws IOException {
        Path job = ScoreJobs.job(world, reward, recipe);
        assertThat(RefusedRuns.run(job)).isZero();
        return ScoreJobs.scores(job);
    }

    private static void assertSame(Map<String, Double> scores, Map<String, Double> others) {
        assertThat(scores.keySet()).isEqualTo(others.keySet());
        assertThat(scores)
                .allSatisfy((answer, score) ->
                        assertThat(score).isCloseTo(Objects.requireNonNull(others.get(answer)), within(1e-5)));
    }

    /** The ids of each row, and its score. */
    private static Map<List<Long>, Float> scoredRows(Map<String, Tensor> tensors, String side) {
        Tensor ids = Objects.requireNonNull(tensors.get(side + "_input_ids")); // (B, T)
        Tensor mask = Objects.requireNonNull(tensors.get(side + "_attention_mask"));
        FloatPointer scores = new FloatPointer(
                Objects.requireNonNull(tensors.get(side + "_scores")).data_ptr());
        int width = (int) ids.size(1);
        Map<List<Long>, Float> rows = new HashMap<>();
        for (int r = 0; r < ids.size(0); r++) {
            List<Long> row = new ArrayList<>();
            for (int t = 0; t < width; t++) {
                if (new LongPointer(mask.data_ptr()).get((long) r * width + t) == 1) {
                    row.add(new LongPointer(ids.data_ptr()).get((long) r * width + t));
                }
            }
            rows.put(row, scores.get(r));
        }
        return rows;
    }

    private static String text(List<Long> ids) {
        StringBuilder text = new StringBuilder();
        ids.forEach(id -> text.append(character(id)));
        return text.toString();
    }

    private static String character(long id) {
        return Character.toString((int) (FIRST_CHARACTER + id));
    }

    /** The reference's model with a scale of scores, and a tokenizer that ends answers with this id. */
    private static Path readingCharacters(Path model, long end) throws IOException {
        Path copy = RefusedRuns.copyOf(folder, model);
        Path config = copy.resolve("config.json");
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(config), JsonNode.class);
        Files.writeString(
                config,
                json.put("hone_score_mean", 0.5).put("hone_score_deviation", 2).toString());
        Map<String, Long> vocabulary = new HashMap<>();
        for (long id = 0; id < json.path("vocab_size").asLong(); id++) {
            vocabulary.put(character(id), id);
        }
        Files.writeString(
                copy.resolve("tokenizer.json"),
                "{\"version\":\"1.0\",\"added_tokens\":[],\"model\":{\"type\":\"BPE\",\"merges\":[],\"vocab\":"
                        + Wire.write(vocabulary) + "}}");
        Files.writeString(
                copy.resolve("tokenizer_config.json"),
                Wire.write(Map.of(
                        "bos_token", character(1), "hone_user_token", character(1), "eos_token", character(end))));
        return copy;
    }
}
