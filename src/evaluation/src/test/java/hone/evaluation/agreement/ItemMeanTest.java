package hone.evaluation.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Interval;
import hone.evaluation.Measure;
import hone.evaluation.bootstrap.Bootstrap;
import org.junit.jupiter.api.Test;

class ItemMeanTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(4000, 5);

    /** Of 0 and 1 the bootstrap's interval is close to the normal one where n is large: 0.3 ∓ 1.96 √(0.21 / 2000). */
    @Test
    void intervalOfAShareIsTheNormalOne() {
        ItemMean mean = new ItemMean();
        for (int item = 0; item < 2000; item++) {
            mean.add(item % 10 < 3 ? 1 : 0);
        }

        Interval found = mean.interval(BOOTSTRAP).toOptional().orElseThrow();

        assertThat(mean.mean()).isEqualTo(Measure.of(0.3));
        assertThat(mean.items()).isEqualTo(2000);
        assertThat(found.low()).isCloseTo(0.3 - 0.0201, within(0.002));
        assertThat(found.high()).isCloseTo(0.3 + 0.0201, within(0.002));
    }

    @Test
    void nothingHasNoMean() {
        assertThat(new ItemMean().mean()).isEqualTo(Measure.undefined("no item was judged by two"));
        assertThat(new ItemMean().interval(BOOTSTRAP)).isInstanceOf(Measure.Undefined.class);
    }
}
