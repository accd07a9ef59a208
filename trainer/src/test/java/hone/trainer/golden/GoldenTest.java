package hone.trainer.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.Shared;
import hone.trainer.tensor.Torch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers that Python's libraries computed, and ours. */
class GoldenTest {
    private static final String BY_HAND = """
            [{"check":"mine/gae","kind":"gae","tolerance":1e-5,"gamma":1.0,"lam":0.5,
              "inputs":{"values":[[0.5,0.25,0.0,9.0]],"rewards":[[0.0,0.0,1.0,7.0]],"mask":[[1.0,1.0,1.0,0.0]]},
              "expected":{"advantages":[[-0.125,0.25,1.0,0.0]],"returns":[[0.375,0.5,1.0,0.0]]}},
             {"check":"mine/tea","kind":"tea-leaves","tolerance":0}]
            """;

    private static final List<String> OF_STAGES = List.of("dpo-loss", "grpo-advantages", "grpo-loss", "best-of-n-kl");

    @BeforeAll
    static void oneThreadAsInTheReference() {
        Torch.start(1);
    }

    /** Those of the repository: whoever clones it compares with PyTorch, with nothing beside it. */
    static List<Golden.Check> checks() {
        return new Golden(Path.of(System.getProperty("hone.root", ".."), "trainer", "src", "test", "golden")).checks();
    }

    /** Of published models that are not ours to copy; where they lie beside the checkout, they are compared too. */
    static List<Golden.Check> checksOfPublishedModels() {
        return new Golden(Shared.folder("golden"))
                .checks().stream()
                        .filter(check -> check.name().startsWith("tokenizers/")
                                || check.name().startsWith("templates/"))
                        .toList();
    }

    /** Further checks, of families that are here and maybe of others: what this version knows has to be right. */
    static List<Golden.Check> checksOfModelsBesideTheCheckout() {
        return new Golden(Shared.folder("golden"))
                .checks().stream()
                        .filter(check -> check.name().matches("(refuse|" + families() + ")/.*"))
                        .toList();
    }

    private static String families() {
        try (Stream<Path> families = Files.list(Shared.folder("golden").resolve("models"))) {
            return families.map(family -> String.valueOf(family.getFileName())).collect(Collectors.joining("|"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("checksOfModelsBesideTheCheckout")
    void modelsBesideTheCheckoutComputeWhatPythonsLibrariesFound(Golden.Check check) {
        Outcome outcome = RunChecks.run(check);

        assertThat(GoldenReport.ok(outcome)
                        || (outcome instanceof Outcome.Skipped skipped
                                && skipped.why().contains("unknown kind")))
                .as("%s", outcome)
                .isTrue();
    }

    /** Formulas of the stages without a value model; they are not in the repository, and compared where they lie beside it. */
    static List<Golden.Check> checksOfStages() {
        return new Golden(Shared.folder("golden"))
                .checks().stream()
                        .filter(check -> check.name().startsWith("rl/"))
                        .filter(check -> OF_STAGES.contains(check.kind()))
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("checksOfStages")
    void lossesOfStagesAreWhatTrlFound(Golden.Check check) {
        assertThat(RunChecks.run(check)).matches(GoldenReport::ok);
    }

    /** Statistics of labels, by krippendorff, crowd-kit, scikit-learn, statsmodels, scipy, choix and evalica. */
    static List<Golden.Check> checksOfStatistics() {
        return new Golden(Shared.folder("golden"))
                .checks().stream()
                        .filter(check -> check.name().startsWith("stats/"))
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("checksOfStatistics")
    void statisticsOfLabelsAreWhatPythonsLibrariesFound(Golden.Check check) {
        assertThat(RunChecks.run(check)).matches(GoldenReport::ok);
    }

    @ParameterizedTest
    @MethodSource("checks")
    void whatComesOutIsWhatPythonsLibrariesFound(Golden.Check check) {
        assertThat(RunChecks.run(check)).matches(GoldenReport::ok);
    }

    @ParameterizedTest
    @MethodSource("checksOfPublishedModels")
    void publishedTokenizersTemplatesAndStoriesAreWhatPythonsLibrariesMakeOfThem(Golden.Check check) {
        assertThat(RunChecks.run(check)).matches(GoldenReport::ok);
    }

    @Test
    void everyKindOfThisVersionIsAmongTheChecks() {
        Map<String, Long> kinds =
                checks().stream().collect(Collectors.groupingBy(Golden.Check::kind, Collectors.counting()));

        assertThat(kinds.keySet())
                .containsExactlyInAnyOrder(
                        "logits",
                        "logprobs",
                        "generate",
                        "greedy-text",
                        "template",
                        "template-mask",
                        "tokenizer",
                        "sft",
                        "adamw",
                        "reward",
                        "reward-group",
                        "kl",
                        "ppo-rewards",
                        "gae",
                        "whiten",
                        "ppo-loss",
                        "adaptive-kl",
                        "reward-loss",
                        "schedule",
                        "refuse");
    }

    @Test
    void aLineSaysOkAndTheErrorOrWhyItWasSkipped(@TempDir Path folder) throws Exception {
        List<JsonNode> lines = linesOf(folder, BY_HAND);

        assertThat(lines.getFirst().path("check").asText()).isEqualTo("mine/gae");
        assertThat(lines.getFirst().path("ok").asBoolean()).isTrue();
        assertThat(lines.getFirst().path("error").asDouble()).isLessThan(1e-6);
        assertThat(lines.getFirst().path("tolerance").asDouble()).isEqualTo(1e-5);
        assertThat(lines.get(1)).isEqualTo(Wire.read("""
                {"check":"mine/tea","skipped":"unknown kind tea-leaves in this version"}""", JsonNode.class));
    }

    @Test
    void aNumberThatIsWrongOrNoNumberIsSeen(@TempDir Path folder) throws Exception {
        JsonNode wrong = linesOf(folder, BY_HAND.replace("0.375", "0.376")).getFirst();
        assertThat(wrong.path("ok").asBoolean(true)).isFalse();
        assertThat(wrong.path("error").asDouble()).isBetween(0.0009, 0.0011);

        JsonNode none = linesOf(folder, BY_HAND.replace("[[0.0,0.0,1.0,7.0]]", "[[0.0,null,1.0,7.0]]"))
                .getFirst();
        assertThat(none.path("ok").asBoolean(true)).isFalse();
        assertThat(none.has("error")).isFalse();
        assertThat(((ObjectNode) none).path("failed").asText()).contains("not a number");

        JsonNode narrow = linesOf(folder, BY_HAND.replace("[[0.375,0.5,1.0,0.0]]", "[[0.375,0.5,1.0]]"))
                .getFirst();
        assertThat(narrow.path("ok").asBoolean(true)).isFalse();
    }

    private static List<JsonNode> linesOf(Path folder, String checks) throws Exception {
        Files.writeString(folder.resolve("checks.json"), checks);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GoldenReport.print(new Golden(folder), true, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> Wire.read(line, JsonNode.class))
                .toList();
    }
}
