package hone.evaluation.reliability;

import static hone.evaluation.reliability.OneCoin.FIRST;
import static hone.evaluation.reliability.OneCoin.SECOND;
import static hone.evaluation.reliability.OneCoin.TIE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.evaluation.Interval;
import hone.evaluation.Labels;
import hone.evaluation.Measure;
import hone.evaluation.reliability.RowPolicy.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two pairs and three people, whose reliability is given: 0.875, 0.75 and 0.25. */
class RowPolicyTest {
    private static final Labels LABELS = OneCoinTest.labels(
            3,
            3,
            List.of(
                    new int[] {0, 0, FIRST},
                    new int[] {0, 2, SECOND},
                    new int[] {1, 1, SECOND},
                    new int[] {1, 0, TIE},
                    new int[] {2, 1, TIE}));
    private static final Measure<OneCoin> FOUND = Measure.of(new OneCoin(
            new double[] {0.75, 0.25, 0.5},
            new double[] {0.875, 0.75, 0.25},
            new int[] {20, 20, 20},
            new Interval[] {new Interval(0, 1), new Interval(0, 1), new Interval(0, 1)},
            0));

    @Test
    void offLeavesEveryJudgmentAsItIs() {
        assertThat(rows(new RowPolicy.Off(), Measure.undefined("nothing is known")))
                .containsExactly(new Row(0, true, 1), new Row(0, false, 1), new Row(1, false, 1));
    }

    @Test
    void weightIsTwiceTheAccuracyMinusOneAndNothingForWhoeverIsMostlyWrong() {
        assertThat(rows(new RowPolicy.Weight(), FOUND)).containsExactly(new Row(0, true, 0.75), new Row(1, false, 0.5));
    }

    @Test
    void softLabelIsThePairInBothOrders() {
        assertThat(rows(new RowPolicy.SoftLabel(), FOUND))
                .containsExactly(
                        new Row(0, true, 0.75),
                        new Row(0, false, 0.25),
                        new Row(1, true, 0.25),
                        new Row(1, false, 0.75));
    }

    @Test
    void dropBelowKeepsWhatIsProbablyRight() {
        assertThat(rows(new RowPolicy.DropBelow(0.5), FOUND))
                .containsExactly(new Row(0, true, 1), new Row(1, false, 1));
        assertThat(rows(new RowPolicy.DropBelow(0.8), FOUND)).isEmpty();
        assertThatThrownBy(() -> new RowPolicy.DropBelow(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutReliabilityOnlyOffHasRows() {
        Measure<OneCoin> undefined = Measure.undefined("nobody preferred an answer");

        assertThat(new RowPolicy.Weight().rows(LABELS, undefined))
                .isEqualTo(Measure.undefined("nobody preferred an answer"));
    }

    private static List<Row> rows(RowPolicy policy, Measure<OneCoin> reliability) {
        return policy.rows(LABELS, reliability).toOptional().orElseThrow();
    }
}
