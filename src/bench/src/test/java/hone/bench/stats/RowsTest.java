package hone.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
    @Test
    void aFileHoldsTheRowsAndTheSameSeedMakesThemAgain(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("votes.csv");
        Rows rows = Rows.votes(1000);

        rows.write(file);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1001).first().isEqualTo("first,second,third");
        assertThat(lines.get(7)).isEqualTo(rows.first()[6] + "," + rows.second()[6] + "," + rows.third()[6]);
        assertThat(Rows.votes(1000).third()).isEqualTo(rows.third());
    }

    @Test
    void nobodyIsComparedWithHimselfAndEveryItemHasFiveLabels() {
        Rows votes = Rows.votes(5000);
        Rows labels = Rows.labels(5000);

        for (int v = 0; v < 5000; v++) {
            assertThat(votes.first()[v]).isNotEqualTo(votes.second()[v]).isBetween(0, Rows.MODELS - 1);
        }
        assertThat(Arrays.stream(labels.first()).distinct().count()).isEqualTo(1000);
        assertThat(Arrays.stream(labels.third()).distinct().sorted()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void everyCaseComputesFromFewRowsToo() {
        assertThat(Case.BT_1M.compute(Rows.votes(50_000))).hasSize(Rows.MODELS);
        assertThat(Case.ALPHA_1M.compute(Rows.grades(5000))[0]).isBetween(0.5, 0.9);
    }
}
