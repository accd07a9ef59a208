package hone.quality;

import static org.assertj.core.api.Assertions.assertThat;

import hone.evaluation.Interval;
import hone.quality.WeekChart.Point;
import hone.quality.WeekChart.Tick;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeekChartTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-03-02");

    /** From 0 at the bottom, 1000, to 1 at the top. */
    @Test
    void lineAndBandAreBrokenWhereAWeekIsMissing() {
        WeekChart chart = WeekChart.of(List.of(
                new Point(MONDAY, 0.5, new Interval(0.4, 0.6)),
                new Point(MONDAY.plusWeeks(1), 0.6, new Interval(0.5, 0.7)),
                new Point(MONDAY.plusWeeks(4), 0.8, new Interval(0.7, 0.9))));

        assertThat(chart.line()).isEqualTo("M0 500 L250 400M1000 200");
        assertThat(chart.band()).isEqualTo("M0 400 L250 300 L250 500 L0 600Z M1000 100 L1000 300Z ");
        assertThat(chart.yTicks()).extracting(Tick::label).containsExactly("0", "0.50", "1.00");
        assertThat(chart.xTicks()).extracting(Tick::label).containsExactly("2 Mar", "30 Mar");
    }

    @Test
    void theAxisReachesDownToTheLowestInterval() {
        WeekChart chart = WeekChart.of(List.of(
                new Point(MONDAY, 0.5, new Interval(-0.3, 0.9)),
                new Point(MONDAY.plusWeeks(1), -0.5, new Interval(-0.5, -0.5))));

        assertThat(chart.line()).isEqualTo("M0 333 L1000 1000");
        assertThat(chart.yTicks()).contains(new Tick("−0.50", "100.0%", "grid"), new Tick("0", "66.7%", "base"));
    }
}
