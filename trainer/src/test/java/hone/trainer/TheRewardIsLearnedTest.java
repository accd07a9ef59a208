package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.RunEvent;
import hone.contract.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What PPO is paid for is the reward model and nothing else: the classes that know the demo's hidden preference are not there
 * when a worker trains, and other weights of the reward model give other scores.
 */
class TheRewardIsLearnedTest {
    private static final List<String> WHO_KNOWS_THE_PREFERENCE =
            List.of("hone.bench.labelers.Preference", "hone.bench.labelers.Labeler", "hone.bench.world.Prompt");

    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path rows;
    private static Path reward;

    @BeforeAll
    static void aRewardModel() throws Exception {
        world = TinyWorld.in(folder);
        rows = world.preferences();
        Path job = world.job("reward", TinyWorld.reward(1, 0), Optional.of(rows));
        assertThat(WorkerProcess.run(job)).isZero();
        reward = Killing.model(job);
    }

    @Test
    void aWorkerTrainsWithoutTheClassesThatKnowThePreference() throws Exception {
        // A worker of these tests has the class path of these tests.
        for (String name : WHO_KNOWS_THE_PREFERENCE) {
            assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
        }

        Path job = world.job("ppo", TinyWorld.ppo(2, 0), Optional.of(rows), Optional.of(reward), 1);

        assertThat(WorkerProcess.run(job)).isZero();
        assertThat(WorkerProcess.lastEvent(job)).isInstanceOf(RunEvent.RunSucceeded.class);
    }

    @Test
    void scoresAreTheModelsOwnAndScaledAsItsCheckpointSays() throws Exception {
        Path out = folder.resolve("scores.jsonl");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(rows)) {
            if (Wire.read(line, DatasetRecord.class) instanceof DatasetRecord.Preference pair) {
                lines.add(line(pair.prompt(), pair.chosen()));
                lines.add(line(pair.prompt(), pair.chosen())); // the same answer has the same score
            }
        }
        Path in = Files.write(folder.resolve("answers.jsonl"), lines);

        Scores.write(reward, in, out);

        List<Double> scores = Files.readAllLines(out).stream()
                .map(TheRewardIsLearnedTest::score)
                .toList();
        assertThat(scores).hasSameSizeAs(lines);
        for (int i = 0; i < scores.size(); i += 2) {
            assertThat(scores.get(i)).isCloseTo(scores.get(i + 1), within(1e-5));
        }
        assertThat(scores.stream().distinct().count()).isGreaterThan(5);
    }

    private static String line(List<Message> prompt, String response) {
        return Wire.write(Map.of("prompt", prompt, "response", response));
    }

    private record Scored(double score) {}

    private static double score(String line) {
        return Wire.read(line, Scored.class).score();
    }
}
