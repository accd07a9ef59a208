package hone.evaluation.poison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FisherTest {
    /**
     * By scipy 1.17.1: {@code fisher_exact([[k, n - k], [K - k, N - n - K + k]], alternative="greater")}. The first is Fisher's lady
     * who tastes tea: three of four cups right, 17 of 70. Logarithms of factorials up to a million lose eight digits of sixteen.
     */
    @ParameterizedTest
    @CsvSource({
        "3, 4, 4, 8, 0.24285714285714283",
        "8, 9, 9, 16, 0.005594405594405594",
        "6, 60, 6, 1200, 1.222380308621512e-08",
        "1, 10, 3, 30, 0.7192118226600985",
        "0, 5, 4, 20, 1.0",
        "20, 150, 20, 3000, 2.699853920969056e-27",
        "700, 1000, 600000, 1000000, 3.084097228303718e-11",
        "10, 10, 600, 2000, 5.600854840021236e-06"
    })
    void tailIsScipys(int k, int drawn, int marked, int all, double p) {
        assertThat(new Fisher(all).atLeast(k, drawn, marked, all)).isCloseTo(p, within(p * 1e-7));
    }

    @Test
    void whatCannotHappenHasNoProbabilityAndWhatMustHappenHasAll() {
        Fisher fisher = new Fisher(10);

        assertThat(fisher.atLeast(4, 3, 5, 10)).isZero();
        assertThat(fisher.atLeast(6, 9, 5, 10)).isZero();
        assertThat(fisher.atLeast(4, 9, 5, 10)).isEqualTo(1);
        assertThat(fisher.atLeast(0, 0, 0, 0)).isEqualTo(1);
        assertThat(fisher.atLeast(10, 10, 10, 10)).isEqualTo(1);
    }

    /** What was drawn and what is marked may change places. */
    @Test
    void drawnAndMarkedAreExchangeable() {
        Fisher fisher = new Fisher(50);
        for (int k = 0; k <= 12; k++) {
            assertThat(fisher.atLeast(k, 12, 20, 50)).isCloseTo(fisher.atLeast(k, 20, 12, 50), within(1e-12));
        }
    }
}
