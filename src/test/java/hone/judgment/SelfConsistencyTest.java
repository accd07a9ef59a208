package hone.judgment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SelfConsistencyTest {
    private static final UUID KITE = new UUID(0, 1);
    private static final UUID FOX = new UUID(0, 2);

    private static Verdict prefers(UUID chosen, UUID rejected, Degree degree) {
        return new Verdict.Preferred(chosen, rejected, degree);
    }

    @Test
    void theSameAnswerIsTheSameHoweverMuchBetter() {
        assertThat(SelfConsistency.of(prefers(KITE, FOX, Degree.MUCH), prefers(KITE, FOX, Degree.SLIGHTLY)))
                .isEqualTo(SelfConsistency.SAME);
        assertThat(SelfConsistency.of(prefers(KITE, FOX, Degree.MUCH), prefers(FOX, KITE, Degree.MUCH)))
                .isEqualTo(SelfConsistency.OPPOSITE);
    }

    @Test
    void neitherTwiceIsTheSameAndOnceIsATie() {
        Verdict tie = new Verdict.Tied(KITE, FOX);
        Verdict bad = new Verdict.BothBad(FOX, KITE);

        assertThat(SelfConsistency.of(tie, bad)).isEqualTo(SelfConsistency.SAME);
        assertThat(SelfConsistency.of(tie, prefers(FOX, KITE, Degree.BETTER))).isEqualTo(SelfConsistency.TIE);
        assertThat(SelfConsistency.of(prefers(FOX, KITE, Degree.BETTER), bad)).isEqualTo(SelfConsistency.TIE);
    }
}
