package hone.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What people write is told to be wrong setting by setting, all at once. {@code -Dhone.fuzz=10000} tries as many spoilt recipes; one comes
 * again by its seed, which stands in the failure: {@code -Dhone.fuzz.seed}.
 */
class TypedJsonTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final int SPOILT = Integer.getInteger("hone.fuzz", 2_000);
    private static final long SEED = Long.getLong("hone.fuzz.seed", 20_261_129);

    @Test
    void everyExampleIsReadAsTheWireReadsIt() throws JsonProcessingException {
        for (Example example : Example.all()) {
            if (example.shape().equals("Recipe")) {
                assertThat(TypedJson.read(PLAIN.readTree(example.json()), Recipe.class))
                        .isEqualTo(Wire.read(example.json(), Recipe.class));
            } else if (example.shape().equals("Job")) {
                assertThat(TypedJson.read(PLAIN.readTree(example.json()), Job.class))
                        .isEqualTo(Wire.read(example.json(), Job.class));
            }
        }
    }

    @Test
    void slipsWrongKindsAndLimitsAreToldTogetherInTheOrderInWhichTheyWereWritten() {
        assertThat(wrong(() -> over("""
                {"epoch": 3, "warmupShare": 2, "batchRows": "many", "epochs": 0, "packing": "no",
                 "lora": {"rank": "many", "alpha": -8, "targts": []}, "learnedAnswers": "some"}""")))
                .containsExactly(
                        new Violation("epoch", "3", "there is no such setting; perhaps epochs is meant"),
                        new Violation("warmupShare", "2", "must be from 0 to 1"),
                        new Violation("batchRows", "\"many\"", "must be a whole number"),
                        new Violation("epochs", "0", "must be from 1 to 10000"),
                        new Violation("packing", "\"no\"", "must be true or false"),
                        new Violation("lora.rank", "\"many\"", "must be a whole number"),
                        new Violation("lora.targts", "[]", "there is no such setting; perhaps targets is meant"),
                        new Violation("lora.alpha", "-8", "must be a number above 0"),
                        new Violation("learnedAnswers", "\"some\"", "must be last or all"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"epochs\": null}|epochs is null, but must be a whole number",
                "{\"epochs\": 1.5}|epochs is 1.5, but must be a whole number",
                "{\"epochs\": 3000000000}|epochs is 3000000000, but must be a whole number",
                "{\"epochs\": \"8\"}|epochs is \"8\", but must be a whole number",
                "{\"chatTemplate\": 4}|chatTemplate is 4, but must be text in quotes",
                "{\"lora\": 16}|lora is 16, but must be an object in { }",
                "{\"lora\": {\"rank\": 16}}|lora.alpha is missing, but must be given",
                "{\"lora\": {\"rank\": 16, \"alpha\": 32, \"targets\": [\"q_proj\", 3]}}|lora.targets[1] is 3, but must be text in quotes",
                "{\"kind\": \"ppo\", \"iterations\": 3}|kind is \"ppo\", but must be \"sft\" here",
                "{\"microBatchRows\": 5}|microBatchRows is 5, but must divide batchRows",
                "{\"somethingElse\": 1}|somethingElse is 1, but there is no such setting",
            })
    void eachSlipIsToldByItsPathWithWhatIsAllowed(String typed, String sentence) {
        assertThat(wrong(() -> over(typed)).stream().map(Violation::sentence)).containsExactly(sentence);
    }

    /** Five does not divide sixteen; whether it divides what was meant by “many”, nobody knows. */
    @Test
    void aRuleAboutASettingThatCanNotBeReadIsNotJudged() {
        assertThat(wrong(() -> over("{\"batchRows\": \"many\", \"microBatchRows\": 5}")))
                .extracting(Violation::setting)
                .containsExactly("batchRows");
    }

    @Test
    void aSettingThatIsOptionalMayBeTakenAwayAndOthersKeepTheirValues() throws JsonProcessingException {
        Recipe whole = TypedJson.over(DpoRecipe.small(), PLAIN.readTree("{\"lora\": {\"rank\": 16, \"alpha\": 32}}"));
        assertThat(whole.lora()).isPresent();

        assertThat(TypedJson.over(whole, PLAIN.readTree("{\"lora\": null}"))).isEqualTo(DpoRecipe.small());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"kind\":\"magic\"}|exact, regex, json-schema, arithmetic",
                "{}|exact, regex, json-schema, arithmetic",
                "{\"kind\":\"regex\"}|verifier.expression is missing, but must be given",
            })
    void aRuleOfNoKnownKindIsToldWithThoseThatThereAre(String verifier, String told) throws JsonProcessingException {
        JsonNode typed = PLAIN.readTree("{\"verifier\": " + verifier + "}");

        assertThat(wrong(() -> TypedJson.over(GrpoRecipe.small(), typed)))
                .singleElement()
                .satisfies(violation -> assertThat(violation.sentence()).contains(told));
    }

    @Test
    void aJobsOwnFieldsAndItsRecipesAreToldTogether() throws JsonProcessingException {
        ObjectNode job = (ObjectNode) PLAIN.readTree(Example.resource("Job/job-sft.json"));
        job.put("threads", 5000).put("sead", 1).remove("model");
        ((ObjectNode) job.get("recipe")).put("epochs", -1).remove("batchRows");

        assertThat(wrong(() -> TypedJson.read(job, Job.class)))
                .extracting(Violation::sentence)
                .containsExactlyInAnyOrder(
                        "threads is 5000, but must be from 1 to 256",
                        "sead is 1, but there is no such setting; perhaps seed is meant",
                        "model is missing, but must be given",
                        "epochs is -1, but must be from 1 to 10000",
                        "batchRows is missing, but must be given");
    }

    /** Whatever is written, it is either read or refused with its settings. */
    @Test
    void spoiltRecipesAreReadOrRefusedWithTheirSettings() throws JsonProcessingException {
        List<Example> recipes = Example.all().stream()
                .filter(example -> example.shape().equals("Recipe"))
                .toList();
        List<String> values = List.of(
                "null",
                "-1",
                "0",
                "1e400",
                "1.5",
                "99999999999",
                "\"\"",
                "\"x\"",
                "true",
                "[]",
                "[null]",
                "{}",
                "{\"kind\":1}",
                "{\"rank\":0}",
                "[[{}]]");
        int refused = 0;
        for (int i = 0; i < SPOILT; i++) {
            long seed = SEED + i;
            Random random = new Random(seed);
            ObjectNode json = (ObjectNode)
                    PLAIN.readTree(recipes.get(random.nextInt(recipes.size())).json());
            List<String> names =
                    json.properties().stream().map(java.util.Map.Entry::getKey).toList();
            for (int slips = 1 + random.nextInt(4); slips > 0; slips--) {
                String name =
                        random.nextInt(5) == 0 ? "other" + random.nextInt(3) : names.get(random.nextInt(names.size()));
                json.set(name, PLAIN.readTree(values.get(random.nextInt(values.size()))));
            }
            try {
                TypedJson.read(json, Recipe.class);
            } catch (UnreadableMessage e) {
                refused++;
                assertThat(e.violations()).as("seed %d: %s", seed, json).isNotEmpty();
            }
        }
        assertThat(refused).isGreaterThan(SPOILT / 2);
    }

    private static Recipe over(String typed) throws JsonProcessingException {
        return TypedJson.over(SftRecipe.small(), PLAIN.readTree(typed));
    }

    private static List<Violation> wrong(ThrowingCallable reading) {
        return catchThrowableOfType(UnreadableMessage.class, reading).violations();
    }
}
