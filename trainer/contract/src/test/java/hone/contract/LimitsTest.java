package hone.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    /** A field of an example is given a value that the limit forbids; the message must name the field. */
    @ParameterizedTest(name = "{0}: {1} = {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "Recipe/sft|epochs|0",
                "Recipe/sft|microBatchRows|3",
                "Recipe/sft|microBatchRows|-4",
                "Recipe/sft|microBatchRows|0",
                "Recipe/sft|epochs|2000000000",
                "Recipe/sft|batchRows|1000000000",
                "Recipe/sft|sequenceTokensMax|2000000000",
                "Recipe/sft|learningRate|-1",
                "Recipe/sft|sampleCount|2000000000",
                "Recipe/pretrain|steps|2000000000",
                "Recipe/pretrain|documentsPerStep|2000000000",
                "Recipe/reward|batchGroups|2000000000",
                "Recipe/reward|normalizeSamples|2000000000",
                "Recipe/ppo|rolloutsPerIteration|2000000000",
                "Recipe/ppo|temperature|1e300",
                "Recipe/ppo|policyLearningRate|\"NaN\"",
                "Recipe/ppo|sftAnswers|\"checked\"",
                "Recipe/ppo-checked|sftAnswers|\"some\"",
                "Recipe/ppo-checked|sftCoefficient|-0.1",
                "Recipe/ppo-checked|verifier|{\"kind\":\"exact\",\"wordsMax\":0}",
                "Recipe/ppo-checked|verifier|{\"kind\":\"first-of\",\"rules\":[]}",
                "Recipe/ppo-checked|verifier|{\"kind\":\"first-of\",\"rules\":[{\"kind\":\"first-of\",\"rules\":[{\"kind\":\"arithmetic\"}]}]}",
                "Recipe/generate|perPrompt|2000000000",
                "Recipe/generate|temperature|\"Infinity\"",
                "Recipe/generate|batchRows|2000000000",
                "Recipe/sft|learningRate|0",
                "Recipe/sft|device|\"gpu\"",
                "Recipe/sft-cuda|device|\"cuda:1\"",
                "Recipe/ppo|device|\"gpu\"",
                "Recipe/grpo|device|\"gpu\"",
                "Recipe/pretrain|device|\"gpu\"",
                "Recipe/sft|learningRate|\"NaN\"",
                "Recipe/sft|warmupShare|1.5",
                "Recipe/sft|chatTemplate|\" \"",
                "Recipe/pretrain|steps|-1",
                "Recipe/reward|gradientNormMax|0",
                "Recipe/ppo|gamma|1.01",
                "Recipe/ppo|klControl|\"sometimes\"",
                "Recipe/generate|topP|0",
                "Recipe/generate|temperature|-0.1",
                "Recipe/generate|prompts|[]",
                "RunCommand/run.requested-sft|runId|\"../run\"",
                "RunCommand/run.requested-sft|runId|\".hidden\"",
                "RunCommand/run.requested-sft|runId|\"\"",
                "RunCommand/run.requested-engine|engine|\"magic\"",
                "RunCommand/run.requested-engine|engine|\"TRL\"",
                "RunCommand/run.requested-engine|engine|\"\"",
                "RunCommand/run.cancelled|reason|\"\"",
                "RunEvent/run.step|sequence|0",
                "RunEvent/run.checkpoint|sha256|\"ABC\"",
                "RunEvent/run.failed|reason|\"\"",
                "DatasetRecord/dataset.demonstration|position|-1",
                "DatasetRecord/dataset.demonstration|prompt|[]",
                "DatasetRecord/dataset.preference|margin|1.1",
                "DatasetRecord/dataset.manifest|attempt|0",
                "CheckpointManifest/checkpoint-sft|format|2",
                "CheckpointManifest/checkpoint-sft|step|201",
                "Job/job-sft|threads|0",
                "Job/job-sft|threads|5000",
                "Job/job-sft|runId|\"a/b\"",
                "Job/job-sft|folder|\" \"",
                "Job/job-sft|model|\"a\\u0000b\"",
            })
    void aValueOutsideItsLimitIsRefusedByName(String example, String field, String value)
            throws JsonProcessingException {
        ObjectNode json = (ObjectNode) PLAIN.readTree(Example.resource(example + ".json"));
        json.set(field, PLAIN.readTree(value));

        assertThatThrownBy(() -> Wire.read(json.toString(), shapeOf(example)))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining(field);
    }

    @Test
    void anInputsHashCanNotNameAnotherFolder() throws JsonProcessingException {
        ObjectNode json = (ObjectNode) PLAIN.readTree(Example.resource("RunCommand/run.requested-sft.json"));
        ((ObjectNode) json.at("/inputs/policy")).put("sha256", "../../etc");

        assertThatThrownBy(() -> Wire.read(json.toString(), RunCommand.class)).hasMessageContaining("sha256");
    }

    @Test
    void aRangeTooShortForItsRowsIsRefused() {
        String sha256 = "0".repeat(64);

        assertThat(new DatasetRef("dataset-1", 1, 0, 10, 13, 3, sha256).rows()).isEqualTo(3);
        assertThatThrownBy(() -> new DatasetRef("dataset-1", 1, 0, 10, 12, 3, sha256))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("3 rows and a manifest");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"kind\":\"comparison\",\"outcome\":\"preferred\"}|chosen",
                "{\"kind\":\"comparison\",\"outcome\":\"tie\",\"chosen\":\"a\",\"rejected\":\"b\"}|chosen",
                "{\"kind\":\"comparison\",\"outcome\":\"preferred\",\"chosen\":\"a\",\"rejected\":\"b\",\"degree\":4}|degree",
                "{\"kind\":\"comparison\",\"outcome\":\"better\"}|outcome",
                "{\"kind\":\"ranking\",\"ranks\":[[\"a\"],[\"a\",\"b\"]]}|twice",
                "{\"kind\":\"rating\",\"ratings\":[]}|ratings",
                "{\"kind\":\"rating\",\"ratings\":[{\"answer\":\"a\",\"scales\":{\"Helpful\":8},\"flags\":{}}]}|scales",
                "{\"kind\":\"rating\",\"ratings\":[{\"answer\":\"a\",\"scales\":{},\"flags\":{}}]}|scales",
                "{\"kind\":\"demonstration\",\"text\":\" \"}|text",
            })
    void aVerdictThatContradictsItselfIsRefused(String json, String word) {
        assertThatThrownBy(() -> Wire.read(json, Judged.class))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining(word);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"null", "[]", "{", "{} {}", "\"run\"", "{\"kind\":\"run.cancelled\",\"runId\":null}"})
    void whatIsNoMessageIsRefused(String json) {
        assertThatThrownBy(() -> Wire.read(json, RunCommand.class)).isInstanceOf(UnreadableMessage.class);
    }

    @Test
    void aManifestIsNoRow() {
        assertThatThrownBy(() ->
                        Wire.read(Example.resource("DatasetRecord/dataset.manifest.json"), DatasetRecord.Row.class))
                .isInstanceOf(UnreadableMessage.class);
    }

    @Test
    void presetsKeepTheirOwnLimits() {
        assertThat(Wire.read(Wire.write(SftRecipe.small()), Recipe.class)).isEqualTo(SftRecipe.small());
        assertThat(Wire.read(Wire.write(RewardRecipe.small()), Recipe.class)).isEqualTo(RewardRecipe.small());
        assertThat(Wire.read(Wire.write(PpoRecipe.small()), Recipe.class)).isEqualTo(PpoRecipe.small());
    }

    private static Class<?> shapeOf(String example) {
        return switch (example.substring(0, example.indexOf('/'))) {
            case "Recipe" -> Recipe.class;
            case "RunCommand" -> RunCommand.class;
            case "RunEvent" -> RunEvent.class;
            case "DatasetRecord" -> DatasetRecord.class;
            case "CheckpointManifest" -> CheckpointManifest.class;
            case "Job" -> Job.class;
            default -> throw new IllegalArgumentException(example);
        };
    }
}
