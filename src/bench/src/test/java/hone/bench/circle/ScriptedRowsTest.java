package hone.bench.circle;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.labelers.Answer;
import hone.bench.labelers.Choice;
import hone.bench.world.Prompt;
import hone.contract.DatasetRecord;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expected rows are those that ARCHITECTURE describes for a frozen dataset. */
class ScriptedRowsTest {
    private static final Prompt SUM = new Prompt.Sum("What is 7 + 5?", 7, 5);
    private static final Prompt OTHER = new Prompt.Sum("What is 1 + 2?", 1, 2);
    private static final Answer A = Answer.whole("a");
    private static final Answer B = Answer.whole("b");
    private static final Answer C = Answer.whole("c");

    @TempDir
    Path folder;

    @Test
    void aComparisonIsOnePairWithItsDegreeAndATieIsNone() throws IOException {
        ScriptedRows rows = new ScriptedRows();
        rows.compared(SUM, A, B, Choice.LEFT_MUCH);
        rows.compared(SUM, A, B, Choice.TIE);
        rows.compared(SUM, A, B, Choice.BOTH_BAD);
        rows.compared(SUM, A, B, Choice.RIGHT_SLIGHTLY);

        List<DatasetRecord.Preference> pairs = pairs(rows);
        assertThat(pairs).extracting(DatasetRecord.Preference::chosen).containsExactly("a", "b");
        assertThat(pairs).extracting(DatasetRecord.Preference::margin).containsExactly(1.0, 1 / 3.0);
        assertThat(pairs).extracting(DatasetRecord.Preference::weight).containsOnly(1.0);
    }

    @Test
    void aRankingsPairsShareOneGroupAndItsWeight() throws IOException {
        ScriptedRows rows = new ScriptedRows();
        rows.ranked(SUM, List.of(A, B, C), List.of(2, 1, 2));

        List<DatasetRecord.Preference> pairs = pairs(rows);
        assertThat(pairs).extracting(DatasetRecord.Preference::chosen).containsExactly("b", "b");
        assertThat(pairs).extracting(DatasetRecord.Preference::rejected).containsExactly("a", "c");
        assertThat(pairs).extracting(DatasetRecord.Preference::weight).containsOnly(0.5);
        assertThat(pairs)
                .extracting(DatasetRecord.Preference::group)
                .containsOnly(pairs.getFirst().group());
    }

    @Test
    void onlyPromptsWithoutAJudgmentAreRowsOfTheirOwn() throws IOException {
        ScriptedRows rows = new ScriptedRows();
        rows.written(SUM, "7 + 5 = 12.");
        rows.prompts(List.of(SUM, OTHER));

        List<DatasetRecord> all = read(rows);
        assertThat(all).hasSize(2);
        assertThat(all.get(0)).isInstanceOf(DatasetRecord.Demonstration.class);
        assertThat(all.get(1))
                .isInstanceOfSatisfying(
                        DatasetRecord.PromptOnly.class,
                        one -> assertThat(one.prompt().getFirst().content()).isEqualTo("What is 1 + 2?"));
    }

    private List<DatasetRecord.Preference> pairs(ScriptedRows rows) throws IOException {
        return read(rows).stream().map(DatasetRecord.Preference.class::cast).toList();
    }

    private List<DatasetRecord> read(ScriptedRows rows) throws IOException {
        return Files.readAllLines(rows.write(folder)).stream()
                .map(line -> Wire.read(line, DatasetRecord.class))
                .toList();
    }
}
