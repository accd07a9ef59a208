package hone.bench.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimingsTest {
    @Test
    void ofAHundredTimesTheNinetyFifthCounts() {
        Timings timings = new Timings(2);
        for (int i = 100; i >= 1; i--) {
            timings.add(0, i * 1_000_000L);
        }
        timings.add(1, 7_000_000L);

        assertThat(timings.p95(0)).isEqualTo(95);
        assertThat(timings.p95(1)).isEqualTo(7);
        assertThat(timings.count()).isEqualTo(101);
    }

    @Test
    void whatEndsBeforeTheFirstWindowOrAfterTheLastIsNotCounted() {
        Timings timings = new Timings(1);

        timings.add(-1, 1);
        timings.add(1, 1);

        assertThat(timings.count()).isZero();
        assertThat(timings.p95()).isNaN();
    }
}
