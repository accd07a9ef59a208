package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.DatasetRecord;
import hone.contract.PpoOptions;
import hone.contract.RunEvent;
import hone.contract.Verifier;
import hone.contract.Wire;
import hone.trainer.run.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PPO beside which only those written answers are learned whose prompts a rule can judge. */
class CheckedAnswersTest {
    /** Every third demonstration of the world is as short as that; the others go on. */
    private static final int WORDS = 4;

    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path rows;
    private static Path reward;

    @BeforeAll
    static void aRewardModel() throws IOException {
        world = TinyWorld.in(folder);
        rows = world.preferencesAndDemonstrations();
        Path job = world.job("reward", TinyWorld.reward(1, 0), Optional.of(rows));
        assertThat(Worker.run(job, new StopSignal())).isZero();
        reward = Killing.model(job);
    }

    private static PpoOptions ruled(int wordsMax) {
        return PpoOptions.plain(0).verifiedBy(Verifier.Exact.upTo(wordsMax));
    }

    private static Path job(String name, PpoOptions options, Path data) throws IOException {
        return world.job(name, TinyWorld.ppo(2, options), Optional.of(data), Optional.of(reward), 1);
    }

    private static List<Double> losses(Path job) throws IOException {
        assertThat(Worker.run(job, new StopSignal())).isZero();
        return WorkerProcess.events(job).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(event -> ((RunEvent.StepReported) event).metrics().get("loss/sft_avg"))
                .toList();
    }

    private static Path rows(String name, UnaryOperator<DatasetRecord.Row> change) throws IOException {
        return Files.write(
                folder.resolve(name),
                Files.readAllLines(rows).stream()
                        .map(line -> Wire.write(change.apply(Wire.read(line, DatasetRecord.Row.class))))
                        .toList());
    }

    /** The same prompts, but nobody has answered those to which the answer is long. */
    private static DatasetRecord.Row withoutLongAnswers(DatasetRecord.Row row) {
        return row instanceof DatasetRecord.Demonstration written
                        && written.response().split(" ").length > WORDS
                ? new DatasetRecord.PromptOnly(row.position(), row.split(), written.promptId(), written.prompt())
                : row;
    }

    @Test
    void itIsAsIfNobodyHadWrittenTheOthers() throws IOException {
        Path without = rows("short.jsonl", CheckedAnswersTest::withoutLongAnswers);

        List<Double> checked = losses(job("checked", ruled(WORDS).mixingChecked(0.5), rows));

        assertThat(checked)
                .hasSize(2)
                .isEqualTo(losses(job("short", ruled(WORDS).mixing(0.5), without)))
                .isNotEqualTo(losses(job("all", ruled(WORDS).mixing(0.5), rows)));
    }

    @Test
    void aRuleThatCanJudgeNoWrittenAnswersPromptLeavesNothingToLearn() throws IOException {
        Path job = job("nothing", ruled(1).mixingChecked(0.5), rows);

        assertThat(RefusedRuns.failureOf(job)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("empty-dataset");
            assertThat(failure.reason()).contains("sftAnswers");
        });
    }
}
