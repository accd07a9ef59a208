package hone.trainer.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.Split;
import hone.contract.Verifier;
import hone.contract.Wire;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
    @TempDir
    private Path folder;

    private static DatasetPrompt asked(String question) {
        return new DatasetPrompt("prompt-1", List.of(Message.user(question)));
    }

    private Rule rule(Verifier verifier) throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), written(0, "prompt-1", "Paris."));
        return Rule.of(verifier, rows);
    }

    private static String written(int at, String prompt, String text) {
        return Wire.write(new DatasetRecord.Demonstration(
                at, Split.TRAIN, prompt, "judgment-1", List.of(Message.user("Capital of France?")), text, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is 12 plus 7?            | 19",
                "What is 12 + 7 - 20?          | -1",
                "Work out 2 + 3 * 4, please.   | 14",
                "What is 6 times 7?            | 42",
                "What is 5-8?                  | -3",
                "-3 + 10 is what?              | 7",
                "999999999999999999 × 10 = ?   | 9999999999999999990",
            })
    void aCalculationIsWorkedOut(String question, String result) throws IOException {
        Rule arithmetic = rule(new Verifier.Arithmetic());

        assertThat(arithmetic.judges(asked(question))).isTrue();
        assertThat(arithmetic.isRight(asked(question), "That makes " + result + "."))
                .isTrue();
        assertThat(arithmetic.isRight(asked(question), result)).isTrue();
        assertThat(arithmetic.isRight(asked(question), result + " or 1000001")).isFalse();
        assertThat(arithmetic.isRight(asked(question), "That makes " + result + ".5"))
                .isFalse();
        assertThat(arithmetic.isRight(asked(question), "I don't know.")).isFalse();
    }

    @Test
    void theLastNumberOfAnAnswerIsItsResult() throws IOException {
        Rule arithmetic = rule(new Verifier.Arithmetic());

        assertThat(arithmetic.isRight(asked("What is 600 + 634?"), "600 + 634 = 1,234"))
                .isTrue();
        assertThat(arithmetic.isRight(asked("What is 3 - 5?"), "3-5 is −2")).isTrue();
        assertThat(arithmetic.isRight(asked("What is 3 - 5?"), "3-2")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Who had cups?", "What is 12?", "2 + 2, and then 3 + 3?", "What is 1.5 + 2?", "Room 3+b?"})
    void aQuestionWithoutOneCalculationIsNotJudged(String question) throws IOException {
        assertThat(rule(new Verifier.Arithmetic()).judges(asked(question))).isFalse();
    }

    @Test
    void anExactAnswerIsOneThatPeopleWroteForThePrompt() throws IOException {
        Rule exact = rule(Verifier.Exact.any());

        assertThat(exact.judges(asked("Capital of France?"))).isTrue();
        assertThat(exact.judges(new DatasetPrompt("other", List.of()))).isFalse();
        assertThat(exact.isRight(asked("Capital of France?"), " paris ")).isTrue();
        assertThat(exact.isRight(asked("Capital of France?"), "Paris, I think")).isFalse();
    }

    /** Somebody also wrote a long answer to the second prompt, so nobody can say what exactly is right there. */
    @Test
    void exactAnswersMayBeAskedForOnlyWhereAllThatWasWrittenIsShort() throws IOException {
        List<String> rows = List.of(
                written(0, "prompt-1", "It is  Paris."),
                written(1, "prompt-2", "Rome."),
                written(2, "prompt-2", "It is Rome, yes."));
        Rule exact = Rule.of(Verifier.Exact.upTo(3), Files.write(folder.resolve("rows.jsonl"), rows));

        assertThat(exact.judges(new DatasetPrompt("prompt-1", List.of()))).isTrue();
        assertThat(exact.isRight(new DatasetPrompt("prompt-1", List.of()), "it is Paris"))
                .isTrue();
        assertThat(exact.judges(new DatasetPrompt("prompt-2", List.of()))).isFalse();
    }

    @Test
    void ofSeveralRulesTheFirstThatCanJudgeAPromptJudgesIt() throws IOException {
        Rule both = rule(new Verifier.FirstOf(List.of(new Verifier.Arithmetic(), Verifier.Exact.any())));
        DatasetPrompt sum = asked("What is 2 + 3?"); // "Paris." was written for it

        assertThat(both.isRight(sum, "That makes 5.")).isTrue();
        assertThat(both.isRight(sum, "Paris.")).isFalse();
        assertThat(both.isRight(asked("Capital of France?"), "Paris")).isTrue();
        assertThat(both.isRight(asked("Capital of France?"), "5")).isFalse();
        assertThat(both.judges(new DatasetPrompt("other", List.of(Message.user("A story?")))))
                .isFalse();
        assertThat(both.isRight(new DatasetPrompt("other", List.of(Message.user("A story?"))), "Paris."))
                .isFalse();
    }

    @Test
    void anExpressionHasToMatchTheWholeAnswerAndMayNotRunForEver() throws IOException {
        Rule expression = rule(new Verifier.Matching("[a-z]+ \\d+"));
        assertThat(expression.isRight(asked("?"), "room 12")).isTrue();
        assertThat(expression.isRight(asked("?"), "a room 12")).isFalse();

        Rule endless = rule(new Verifier.Matching("(a+)+b"));
        assertThat(endless.isRight(asked("?"), "a".repeat(5000))).isFalse();

        assertThatThrownBy(() -> rule(new Verifier.Matching("(")))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("verifier.expression");
    }

    @Test
    void jsonHasToBeOfItsSchema() throws IOException {
        Rule json = rule(new Verifier.Schema(Wire.read("""
                {"type":"object","required":["name"],"properties":{"name":{"type":"string","pattern":"^(a+)+$"}}}
                """, JsonNode.class)));

        assertThat(json.isRight(asked("?"), " {\"name\": \"aaa\"}\n")).isTrue();
        assertThat(json.isRight(asked("?"), "{\"name\": 3}")).isFalse();
        assertThat(json.isRight(asked("?"), "{\"name\": \"" + "a".repeat(5000) + "b\"}"))
                .isFalse();
        assertThat(json.isRight(asked("?"), "Here it is: {\"name\": \"a\"}")).isFalse();
        assertThat(json.isRight(asked("?"), "[".repeat(100_000))).isFalse();
    }

    @Test
    void aSchemaReachesNothingButItself() {
        assertThatThrownBy(() -> rule(new Verifier.Schema(
                        Wire.read("{\"$ref\":\"http://127.0.0.1:1/schema.json\"}", JsonNode.class))))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("verifier.schema");
        assertThatThrownBy(
                        () -> rule(new Verifier.Schema(Wire.read("{\"$ref\":\"file:///etc/passwd\"}", JsonNode.class))))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("verifier.schema");
    }
}
