package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command line can't mean is told in a sentence, which {@link Main} prints before it ends with 1. */
class CommandLineTest {
    @TempDir
    static Path folder;

    private static TinyWorld world;

    @BeforeAll
    static void makeWorld() throws IOException {
        world = TinyWorld.in(folder);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "generate --model MODEL --prompt a --k 0|--k is '0'",
                "generate --model MODEL --prompt a --k -1|--k is '-1'",
                "generate --model MODEL --prompt a --k many|--k is 'many'",
                "generate --model MODEL --prompt a --k 99999999999|--k is '99999999999'",
                "generate --model MODEL --prompt a --temperature NaN|--temperature is 'NaN'",
                "generate --model MODEL --prompt a --temperature -1|--temperature is '-1'",
                "generate --model MODEL --prompt a --top-p 0|--top-p is '0'",
                "generate --model MODEL --prompt a --top-p 2|--top-p is '2'",
                "generate --model MODEL --prompt a --seed x|--seed is 'x'",
                "generate --model MODEL --prompt a --tokens 0|--tokens is '0'",
                "generate --model MODEL --prompt a --tokens 500|do not fit",
                "generate --model MODEL --prompt a --top-k 3|no option --top-k",
                "generate --model MODEL --prompt|--prompt needs a value",
                "generate --model MODEL|--prompt is missing",
                "generate --model MODEL/nowhere --prompt a|no model directory nowhere",
                "generate --model MODEL --prompt a b|'b' is one word too many",
                "serve MODEL --threads 5000|--threads is '5000'",
                "serve MODEL --threads 0|--threads is '0'",
                "serve MODEL --port 70000|--port is '70000'",
                "serve MODEL --rows x|--rows is 'x'",
                "serve MODEL --models|--models needs a value",
                "serve MODEL --speed 3|no option --speed",
                "serve MODEL --name ../x|'../x' is no name",
                "serve|nothing to serve",
                "serve MODEL/nowhere --port 0|no model directory nowhere",
                "score MODEL IN|OUT.jsonl is missing",
                "score MODEL nowhere.jsonl out.jsonl|no reward model",
                "tokenizer CORPUS 0 out|VOCABULARY is '0'",
                "tokenizer CORPUS many out|VOCABULARY is 'many'",
                "tokenizer CORPUS 9999999999 out|VOCABULARY is '9999999999'",
                "tokenizer nowhere.txt 300 out|no such file",
                "tokenizer /dev/zero 300 out|a device or a pipe",
                "init CORPUS MODEL 1 out|not JSON",
                "init CORPUS MODEL one out|SEED is 'one'",
                "golden|DIRECTORY is missing",
                "golden nowhere|no such file",
                "golden MODEL|There is no checks.json",
                "bench|sample|ppo is missing",
                "train|JOB.json is missing",
                "train a b|'b' is one word too many",
            })
    void isRefusedInASentence(String line, String sentence) {
        List<String> words = List.of(line.replace("MODEL", world.model.toString())
                .replace("CORPUS", world.corpus.toString())
                .split(" "));

        assertThatThrownBy(() -> Main.run(words.getFirst(), words.subList(1, words.size())))
                .isInstanceOfSatisfying(
                        RunFailure.class,
                        failure -> assertThat(failure.sentence())
                                .contains(sentence)
                                .endsWith(".")
                                .doesNotContain("Exception"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"runId\":\"run-job\"|\"runId\":\"../x\"|runId",
                "\"runId\":\"run-job\"|\"runId\":\"\"|runId",
                "\"folder\":\"run\"|\"folder\":\"a\\u0000b\"|folder",
                "\"models\":\"models\"|\"models\":\" \"|models",
            })
    void aJobThatCanTellItsFailureNowhereTellsItHere(String from, String to, String field) throws IOException {
        Path job = world.job("job", RefusedRuns.sft(), Optional.of(world.demonstrations()));
        RefusedRuns.replace(job, from, to);

        if (field.equals("models")) {
            assertThat(RefusedRuns.failureOf(job).reason()).contains(field);
            return;
        }
        assertThatThrownBy(() -> RefusedRuns.run(job))
                .isInstanceOfSatisfying(
                        RunFailure.class,
                        failure ->
                                assertThat(failure.sentence()).contains(field).endsWith("."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"threads\":1|\"threads\":5000|threads is 5000, but must be from 1 to 256",
                "\"learningRate\":0.001|\"learningRate\":\"NaN\"|learningRate is \"NaN\", but must be a number",
                "\"learningRate\":0.001|\"learningRate\":-1|learningRate is -1, but must be a number above 0",
                "\"epochs\":1|\"epochs\":-1|epochs is -1, but must be from 1 to 10000",
                "\"batchRows\":8|\"batchRows\":1000000000|batchRows is 1000000000, but must be from 1 to 65536",
            })
    void aNumberThatNobodyMeansIsRefusedInTheRunsOwnLog(String from, String to, String reason) throws IOException {
        Path job = world.job(RefusedRuns.name(), RefusedRuns.sft(), Optional.of(world.demonstrations()));
        RefusedRuns.replace(job, from, to);

        assertThat(RefusedRuns.failureOf(job).reason()).contains(reason);
    }

    @Test
    void everythingThatIsWrongWithAJobIsToldAtOnceAndInATerminalLineByLine() throws IOException {
        Path job = world.job(RefusedRuns.name(), RefusedRuns.sft(), Optional.of(world.demonstrations()));
        RefusedRuns.replace(job, "\"epochs\":1", "\"epochs\":0");
        RefusedRuns.replace(job, "\"batchRows\":8", "\"batchrows\":8,\"lora\":{\"rank\":0,\"alpha\":16}");

        assertThatThrownBy(() -> JobFile.read(job))
                .isInstanceOfSatisfying(
                        RunFailure.class,
                        failure -> assertThat(JobFile.told(failure)).isEqualTo("""
                        The job can't be used:
                          epochs is 0, but must be from 1 to 10000
                          batchrows is 8, but there is no such setting; perhaps batchRows is meant
                          lora.rank is 0, but must be from 1 to 4096
                          batchRows is missing, but must be given"""));
        assertThat(RefusedRuns.failureOf(job).reason()).contains("epochs is 0", "lora.rank is 0");
    }

    @Test
    void aFolderOrADeviceIsNoJobAndNoData() throws IOException {
        assertThatThrownBy(() -> RefusedRuns.run(folder))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("is no file");
        assertThat(RefusedRuns.failureOf(
                                world.job(RefusedRuns.name(), RefusedRuns.sft(), Optional.of(Path.of("/dev/zero"))))
                        .reason())
                .contains("a device or a pipe");
    }

    @Test
    void whatCanNotBeScoredLeavesTheFormerScoresAlone() throws IOException {
        Path out = Files.writeString(folder.resolve("scores.jsonl"), "kept");

        assertThatThrownBy(() -> Main.run("score", List.of(world.model.toString(), "nowhere", out.toString())))
                .isInstanceOf(RunFailure.class);
        assertThat(out).hasContent("kept");
    }
}
