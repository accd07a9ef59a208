package hone.runs;

import static org.assertj.core.api.Assertions.assertThat;

import hone.run.LineChart;
import hone.run.LineChart.Point;
import hone.run.LineChart.Series;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LineChartTest {
    @Test
    void aLineIsDrawnFromZeroToTheNextNiceNumber() {
        // Values up to 3.5 need an axis to 4; step 50 of 100 at value 2 is the middle of the square.
        LineChart chart =
                LineChart.of(List.of(new Series("s1", "training", List.of(new Point(0, 3.5), new Point(50, 2)))), 100);

        assertThat(chart.lines().getFirst().path()).isEqualTo("M0 125 L500 500");
        assertThat(chart.lines().getFirst().endX()).isEqualTo("50.0%");
        assertThat(chart.yTicks()).extracting(LineChart.Tick::label).containsExactly("0", "2", "4");
    }

    @Test
    void theAxisHoldsTheWholeOfTheData() {
        assertThat(LineChart.niceAbove(0.31)).isEqualTo(0.4);
        assertThat(LineChart.niceAbove(2)).isEqualTo(2);
        assertThat(LineChart.niceAbove(8.1)).isEqualTo(10);
        assertThat(LineChart.niceAbove(0)).isEqualTo(1);
        assertThat(LineChart.niceAbove(Double.NaN)).isEqualTo(1);
    }

    @Test
    void tenThousandStepsAreDrawnAsMeans() {
        List<Point> many = LongStream.rangeClosed(1, 10_000)
                .mapToObj(i -> new Point(i, i % 2))
                .toList();

        String path = LineChart.of(List.of(new Series("s1", "training", many)), 10_000)
                .lines()
                .getFirst()
                .path();

        assertThat(path.split("L")).hasSizeBetween(100, 241);
        assertThat(path).contains(" 500");
    }

    @Test
    void nothingMeasuredIsNoLine() {
        assertThat(LineChart.of(List.of(new Series("s1", "training", List.of())), 0)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void namesOfLinesThatEndTogetherStandApartAndWithinTheFrame() {
        List<Series> ending = List.of(
                new Series("s1", "training", List.of(new Point(0, 4), new Point(100, 0.01))),
                new Series("s2 dash", "held out", List.of(new Point(0, 4), new Point(100, 0.02))),
                new Series("s3", "target", List.of(new Point(0, 4), new Point(100, 0))));

        List<Double> places = LineChart.of(ending, 100).names().stream()
                .map(name -> Double.valueOf(name.y().replace("%", "")))
                .toList();

        assertThat(LineChart.of(ending, 100).names())
                .extracting(LineChart.Name::text)
                .containsExactlyInAnyOrder("training", "held out", "target");
        assertThat(places).hasSize(3).isSorted().allMatch(place -> place >= 0 && place <= 100);
        assertThat(places.get(1) - places.get(0)).isGreaterThanOrEqualTo(11.9);
        assertThat(places.get(2) - places.get(1)).isGreaterThanOrEqualTo(11.9);
    }

    @Test
    void chartsOfTwoMetricsNeverShareAnId() {
        LineChart none = LineChart.of(List.of(), 1);

        assertThat(List.of("a/b", "a-b", "a_b", "a b", "ab", "ä/b", "a_2f_b"))
                .extracting(name -> new Curves.Curve(name, none).id())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("c-[A-Za-z0-9_]+"));
    }
}
