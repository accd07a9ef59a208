package hone.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.AgreementChange.Agreed;
import org.junit.jupiter.api.Test;

class AgreementChangeTest {
    /** Half widths of 0.03 and 0.04 make one of 0.05. */
    @Test
    void variancesAddUp() {
        AgreementChange change = AgreementChange.of(
                new Agreed(80, 0.5, new Interval(0.47, 0.53)), new Agreed(60, 0.6, new Interval(0.56, 0.64)));

        assertThat(change.items()).isEqualTo(60);
        assertThat(change.difference()).isCloseTo(0.1, within(1e-12));
        assertThat(change.change().low()).isCloseTo(0.05, within(1e-12));
        assertThat(change.change().high()).isCloseTo(0.15, within(1e-12));
        assertThat(change.verdict()).isEqualTo(Verdict.BETTER);
    }

    @Test
    void nothingIsSaidOfLittleOrOfWhatMayBeChance() {
        Agreed before = new Agreed(80, 0.5, new Interval(0.4, 0.6));

        assertThat(AgreementChange.of(before, new Agreed(80, 0.6, new Interval(0.5, 0.7)))
                        .verdict())
                .isEqualTo(Verdict.UNCLEAR);
        assertThat(AgreementChange.of(before, new Agreed(80, 0.2, new Interval(0.1, 0.3)))
                        .verdict())
                .isEqualTo(Verdict.WORSE);
        assertThat(AgreementChange.of(before, new Agreed(29, 0.9, new Interval(0.9, 0.9)))
                        .verdict())
                .isEqualTo(Verdict.TOO_FEW);
    }
}
