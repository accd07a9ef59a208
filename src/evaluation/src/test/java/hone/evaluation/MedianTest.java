package hone.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianTest {
    /** Of 100: ranks 50 − 9.8 and 1 + 50 + 9.8, rounded. */
    @Test
    void intervalOfAHundredIsTheFortiethToTheSixtyFirst() {
        TreeMap<Integer, Long> oneEach = new TreeMap<>();
        IntStream.rangeClosed(1, 100).forEach(number -> oneEach.put(number, 1L));

        Median found = Median.of(oneEach).toOptional().orElseThrow();

        assertThat(found).isEqualTo(new Median(50.5, Measure.of(new Interval(40, 61)), 100));
    }

    @Test
    void equalNumbersCountAsOftenAsTheyAreThere() {
        Median found = Median.of(new TreeMap<>(Map.of(3, 4L, 9, 1L, 2, 2L)))
                .toOptional()
                .orElseThrow();

        // 2 2 3 3 3 3 9: ranks 3.5 − 2.59 and 4.5 + 2.59.
        assertThat(found).isEqualTo(new Median(3, Measure.of(new Interval(2, 9)), 7));
    }

    @Test
    void fewNumbersHaveAMedianButNoInterval() {
        Median found =
                Median.of(new TreeMap<>(Map.of(5, 1L, 8, 1L))).toOptional().orElseThrow();

        assertThat(found.median()).isEqualTo(6.5);
        assertThat(found.interval()).isEqualTo(Measure.undefined("there are fewer than six numbers"));
        assertThat(Median.of(new TreeMap<>())).isEqualTo(Measure.undefined("there are no numbers"));
    }
}
