package hone.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.Split;
import hone.trainer.run.RunFailure;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A response of so many characters stands for a row of as many tokens. */
class DemonstrationRowsTest {
    private static final int TOKENS_MAX = 4;

    private static DatasetRecord.Demonstration ofLength(int position, int length) {
        return new DatasetRecord.Demonstration(
                position,
                Split.TRAIN,
                "prompt-" + position,
                "judgment-" + position,
                List.of(Message.user("?")),
                "x".repeat(length),
                1);
    }

    private static AnsweredRow row(DatasetRecord.Demonstration one) {
        int length = one.response().length();
        int[] tokens =
                IntStream.generate(() -> (int) one.position()).limit(length).toArray();
        return length > TOKENS_MAX ? new AnsweredRow.TooLong() : new AnsweredRow.Fitting(TokenRows.Row.whole(tokens));
    }

    private static List<Integer> positions(List<TokenRows.Row> rows) {
        return rows.stream().map(one -> one.tokens()[0]).toList();
    }

    private static DemonstrationRows rows(int lookedThroughMax, int... lengths) {
        List<DatasetRecord.Demonstration> all = IntStream.range(0, lengths.length)
                .mapToObj(i -> ofLength(i, lengths[i]))
                .toList();
        return DemonstrationRows.of(all, DemonstrationRowsTest::row, "rows", lookedThroughMax);
    }

    @Test
    void whatIsTooLongIsInNoBatchOfADatasetThatWasLookedThrough() {
        DemonstrationRows rows = rows(5, 3, 9, 4, 9, 2);

        assertThat(rows.size()).isEqualTo(3);
        assertThat(positions(rows.at(new int[] {2, 0, 1}, TOKENS_MAX))).containsExactly(4, 0, 2);
        assertThat(rows.leftOut().metrics()).containsEntry("rows_too_long", 2.0);
        rows.resumeAfter(Map.of("rows_too_long", 7.0));
        assertThat(rows.leftOut().metrics()).as("it was counted again").containsEntry("rows_too_long", 2.0);
    }

    @Test
    void ofALargerOneItIsLeftOutAndCountedWhenItsTurnComes() {
        DemonstrationRows rows = rows(4, 3, 9, 4, 9, 2);

        assertThat(rows.size()).isEqualTo(5);
        assertThat(rows.leftOut().all()).isZero();
        assertThat(positions(rows.at(new int[] {4, 1, 0}, TOKENS_MAX))).containsExactly(4, 0);
        assertThat(rows.leftOut().metrics()).containsEntry("rows_too_long", 1.0);
        rows.resumeAfter(Map.of("rows_too_long", 7.0, "rows_refused", 1.0));
        assertThat(positions(rows.at(new int[] {3, 2}, TOKENS_MAX))).containsExactly(2);
        assertThat(rows.leftOut().metrics()).containsEntry("rows_too_long", 8.0).containsEntry("rows_refused", 1.0);
    }

    @Test
    void aBatchOfWhichNothingIsLeftEndsTheRunInASentence() {
        DemonstrationRows rows = rows(1, 3, 9, 9);

        assertThatThrownBy(() -> rows.at(new int[] {1, 2}, TOKENS_MAX))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("No demonstration of a batch is left to learn from")
                .hasMessageContaining("2 are too long (more than 4 tokens)");
    }

    @Test
    void theFirstThatFitAreThoseOfTheirOrder() {
        List<DatasetRecord.Demonstration> all = IntStream.of(9, 3, 9, 2, 1)
                .mapToObj(length -> ofLength(length, length))
                .toList();

        assertThat(positions(DemonstrationRows.first(2, all, DemonstrationRowsTest::row)))
                .containsExactly(3, 2);
    }
}
