package hone.evaluation.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EloTest {
    private static final Elo CHESS = new Elo(32, 400, 1000);

    @Test
    void theFirstWinAmongEqualsIsHalfOfK() {
        assertThat(CHESS.ratings(3, new int[] {0}, new int[] {1}, new double[] {1}))
                .containsExactly(1016, 984, 1000);
    }

    /** After 1016 and 984 the expected score is 1 / (1 + 10^(−32 / 400)) = 0.54592; a draw costs 32 · 0.04592. */
    @Test
    void drawCostsTheStronger() {
        double[] found = CHESS.ratings(2, new int[] {0, 0}, new int[] {1, 1}, new double[] {1, 0.5});

        assertThat(found[0]).isCloseTo(1014.5305, within(1e-3));
        assertThat(found[0] + found[1]).isCloseTo(2000, within(1e-9));
    }
}
