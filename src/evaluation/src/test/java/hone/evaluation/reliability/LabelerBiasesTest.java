package hone.evaluation.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Interval;
import hone.evaluation.Measure;
import hone.evaluation.Share;
import hone.evaluation.reliability.PairVerdict.Choice;
import hone.evaluation.reliability.PairVerdict.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelerBiasesTest {
    private static final Shown SHORT_GOOD = new Shown(1, 10, Optional.of(2.0));
    private static final Shown LONG_BAD = new Shown(2, 90, Optional.of(-1.0));
    private static final Shown UNSCORED = new Shown(3, 10, Optional.empty());

    @Test
    void sharesAreThoseCountedByHand() {
        List<PairVerdict> verdicts = List.of(
                new PairVerdict(7, SHORT_GOOD, LONG_BAD, Choice.LEFT, Optional.of(1.0)),
                new PairVerdict(7, LONG_BAD, SHORT_GOOD, Choice.RIGHT, Optional.of(9.0)), // as before, sides turned
                new PairVerdict(7, LONG_BAD, SHORT_GOOD, Choice.LEFT, Optional.of(1.5)), // not as before
                new PairVerdict(8, SHORT_GOOD, UNSCORED, Choice.LEFT, Optional.empty()), // same length, no rewards
                new PairVerdict(9, UNSCORED, LONG_BAD, Choice.TIE, Optional.of(30.0)));

        LabelerBiases found = LabelerBiases.of(verdicts, 2);

        assertThat(found.left()).isEqualTo(Measure.of(new Share(3 / 4.0, 4)));
        assertThat(found.longer()).isEqualTo(Measure.of(new Share(1 / 3.0, 3)));
        assertThat(found.ties()).isEqualTo(Measure.of(new Share(1 / 5.0, 5)));
        assertThat(found.fast()).isEqualTo(Measure.of(new Share(2 / 4.0, 4)));
        assertThat(found.withReward()).isEqualTo(Measure.of(new Share(2 / 3.0, 3)));
        assertThat(found.selfConsistent()).isEqualTo(Measure.of(new Share(1 / 2.0, 2)));
    }

    /** Newcombe 1998, table I, method 3: 81 of 263 is 0.2553 to 0.3662. */
    @Test
    void intervalsAreWilsons() {
        List<PairVerdict> verdicts = new ArrayList<>();
        for (int v = 0; v < 263; v++) {
            verdicts.add(
                    new PairVerdict(v, SHORT_GOOD, LONG_BAD, v < 81 ? Choice.LEFT : Choice.RIGHT, Optional.empty()));
        }

        Interval left = LabelerBiases.of(verdicts, 2)
                .left()
                .map(Share::interval)
                .toOptional()
                .orElseThrow();

        assertThat(left.low()).isCloseTo(0.2553, within(5e-5));
        assertThat(left.high()).isCloseTo(0.3662, within(5e-5));
    }

    @Test
    void sharesOfNothingSayWhy() {
        LabelerBiases found =
                LabelerBiases.of(List.of(new PairVerdict(9, UNSCORED, UNSCORED, Choice.TIE, Optional.empty())), 2);

        assertThat(found.left()).isEqualTo(Measure.undefined("no verdict prefers an answer"));
        assertThat(found.longer())
                .isEqualTo(Measure.undefined("no verdict prefers one of two answers of different length"));
        assertThat(found.fast()).isEqualTo(Measure.undefined("no verdict has a time"));
        assertThat(found.withReward())
                .isEqualTo(Measure.undefined("no verdict prefers one of two answers with different rewards"));
        assertThat(found.selfConsistent()).isEqualTo(Measure.undefined("no pair was shown twice"));
        assertThat(LabelerBiases.of(List.of(), 2).ties()).isEqualTo(Measure.undefined("there are no verdicts"));
    }
}
