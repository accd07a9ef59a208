package hone.trainer.scalarhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoreScaleTest {
    @Test
    void scaledScoresHaveMeanZeroAndDeviationOne() {
        ScoreScale scale = ScoreScale.of(new float[] {1, 2, 3});

        assertThat(scale).isEqualTo(new ScoreScale(2, 1));
        assertThat(ScoreScale.of(new float[] {-3, 5}).scaled(5)).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
    }

    @Test
    void scoresThatAreAllTheSameAreOnlyMoved() {
        assertThat(ScoreScale.of(new float[] {4, 4, 4}).scaled(4.5f)).isEqualTo(0.5f);
    }
}
