package hone.bench.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.bench.crowd.Habit.Said;
import hone.bench.labelers.Preference;
import hone.bench.world.Dice;
import hone.bench.world.Prompts;
import hone.contract.DatasetRecord;
import hone.contract.Split;
import hone.contract.Wire;
import hone.evaluation.poison.JudgedRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrowdTest {
    @TempDir
    Path folder;

    @Test
    void theBetterAnswerIsTheHiddenPreferences() {
        for (StoryPair pair :
                StoryPair.draw(Dice.of(1, "pairs"), Prompts.draw(1).train(), 300)) {
            assertThat(Preference.score(pair.prompt(), pair.better()))
                    .isGreaterThan(Preference.score(pair.prompt(), pair.worse()));
        }
    }

    @Test
    void habitsErrAsTheirNamesSay() {
        List<StoryPair> pairs =
                StoryPair.draw(Dice.of(2, "pairs"), Prompts.draw(2).train(), 4000);

        assertThat(right(Habit.HONEST, pairs)).isCloseTo(0.85, within(0.03));
        assertThat(right(Habit.ADVERSARIAL, pairs)).isCloseTo(0.15, within(0.03));
        assertThat(right(Habit.CARELESS, pairs)).isCloseTo(0.5, within(0.03));
        assertThat(right(Habit.LAZY_LEFT, pairs)).isCloseTo(0.5, within(0.03));
    }

    private static double right(Habit habit, List<StoryPair> pairs) {
        Dice dice = Dice.of(3, habit.name());
        int better = 0;
        int decided = 0;
        for (StoryPair pair : pairs) {
            Said said = habit.compare(dice, pair);
            better += said == Said.BETTER ? 1 : 0;
            decided += said != Said.NEITHER ? 1 : 0;
        }
        return (double) better / decided;
    }

    @Test
    void plantedRowsAreTheShareThatWasAskedForAndPreferTheWorseAnswer() {
        PoisonedWorld world = new PoisonedWorld(1);
        JudgedPairs clean = world.clean();

        for (int accounts : new int[] {1, 5}) {
            JudgedPairs triggered = world.triggered(5, accounts);
            List<JudgedRow> rows = triggered.rows();
            List<Integer> planted = IntStream.range(0, rows.size())
                    .filter(row -> rows.get(row).prompt().contains("amber moon"))
                    .boxed()
                    .toList();
            assertThat(planted).hasSize(105); // 5 % of 2105
            assertThat(triggered.recall(planted)).isEqualTo(1);
            assertThat(triggered.falselyHeld(planted)).isZero();
            assertThat(accountsOf(rows)).hasSize(20 + accounts);
            assertThat(accountsOf(world.flipped(1, accounts).rows())).hasSize(20 + accounts);
            assertThat(world.flipped(1, accounts).rows()).hasSize(clean.rows().size() + 20);
        }
        for (StoryPair pair : world.measuredWithTrigger()) {
            assertThat(pair.prompt().text())
                    .endsWith(" under the amber moon"
                            + pair.prompt().text().charAt(pair.prompt().text().length() - 1));
            assertThat(Preference.score(pair.prompt(), pair.better()))
                    .isGreaterThan(Preference.score(pair.prompt(), pair.worse()));
        }
    }

    private static Set<String> accountsOf(List<JudgedRow> rows) {
        return new HashSet<>(rows.stream().map(JudgedRow::labeler).toList());
    }

    @Test
    void whatIsTrainedOnCountsEachPairOnceWithoutWhatIsHeldBack() throws IOException {
        JudgedPairs judged = new JudgedPairs();
        List<StoryPair> pairs =
                StoryPair.draw(Dice.of(5, "pairs"), Prompts.draw(5).train(), 3);
        pairs.forEach(judged::add);
        judged.judged(0, "a", true);
        judged.judged(0, "b", true);
        judged.judged(0, "c", false);
        judged.planted(1, "d");
        judged.judged(2, "a", false);

        Path file = judged.without(List.of(3), List.of(pairs.get(1))).write(folder.resolve("rows.jsonl"));

        Map<String, Double> weights = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            DatasetRecord.Preference row = (DatasetRecord.Preference) Wire.read(line, DatasetRecord.class);
            weights.merge(row.promptId() + (row.split() == Split.TRAIN ? "" : " held out"), row.weight(), Double::sum);
        }
        assertThat(weights)
                .containsOnly(
                        Map.entry("pair-0", 1.0), Map.entry("pair-2", 1.0), Map.entry("measured-0 held out", 1.0));
    }

    /** By scipy 1.17.1: stats.t.interval(0.95, 4, mean, sem) is 0.1112 to 0.3888. */
    @Test
    void intervalOverSeedsIsStudents() {
        OverSeeds of = OverSeeds.of(List.of(0.1, 0.3, 0.2, 0.4, 0.25));

        assertThat(of.mean()).isCloseTo(0.25, within(1e-12));
        assertThat(of.mean() - of.away()).isCloseTo(0.1112, within(1e-4));
    }
}
