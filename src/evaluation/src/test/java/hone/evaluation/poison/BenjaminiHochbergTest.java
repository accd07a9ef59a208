package hone.evaluation.poison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BenjaminiHochbergTest {
    /** The fifteen p-values of Benjamini and Hochberg's example, in another order; expected: scipy 1.17.1, false_discovery_control. */
    @Test
    void exampleOfThePaper() {
        double[] p = {
            1.000, 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590
        };

        assertThat(BenjaminiHochberg.adjusted(p, 15))
                .containsExactly(
                        new double[] {
                            1, 0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765, 0.486,
                            0.581182, 0.714875, 0.753231, 0.813214
                        },
                        within(1e-6));
    }

    @Test
    void testsThatWereNotComputedCount() {
        assertThat(BenjaminiHochberg.adjusted(new double[] {0.001, 0.002}, 100))
                .containsExactly(new double[] {0.1, 0.1}, within(1e-12));
        assertThat(BenjaminiHochberg.adjusted(new double[0], 7)).isEmpty();
        assertThatThrownBy(() -> BenjaminiHochberg.adjusted(new double[2], 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
