package hone.me;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hone.me.Progress.Week;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Days and weeks, counted by hand on a calendar: 30 November 2026 is a Monday. */
class ProgressTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-11-30");

    @Test
    void aWeekBeginsOnMonday() {
        Progress progress = Progress.of(
                Map.of(MONDAY, 3L, MONDAY.minusDays(1), 5L, MONDAY.minusDays(7), 7L, MONDAY.minusDays(8), 11L),
                26,
                MONDAY);

        assertThat(progress.today()).isEqualTo(3);
        assertThat(progress.thisWeek()).isEqualTo(3);
        assertThat(progress.weeks()).hasSize(12);
        assertThat(progress.weeks().subList(9, 12))
                .extracting(Week::monday, Week::judged)
                .containsExactly(
                        tuple(LocalDate.parse("2026-11-16"), 11L),
                        tuple(LocalDate.parse("2026-11-23"), 12L),
                        tuple(MONDAY, 3L));
        assertThat(progress.weeks().getFirst()).isEqualTo(new Week(LocalDate.parse("2026-09-14"), 0));
        assertThat(Progress.firstDay(MONDAY.plusDays(6))).isEqualTo(LocalDate.parse("2026-09-14"));
    }

    @Test
    void daysInARowEndTodayOrYesterdayAndOneIsNoRow() {
        assertThat(inARow(0, 1, 2)).isEqualTo(3);
        assertThat(inARow(1, 2)).as("today is not over").isEqualTo(2);
        assertThat(inARow(0, 2, 3)).as("a day off").isEqualTo(1);
        assertThat(inARow(2, 3)).isZero();
        assertThat(Progress.of(Map.of(MONDAY, 1L), 1, MONDAY).isInARow()).isFalse();
        assertThat(Progress.of(Map.of(MONDAY, 1L, MONDAY.minusDays(1), 1L), 2, MONDAY)
                        .isInARow())
                .isTrue();
    }

    /** What was undone leaves a zero behind. */
    @Test
    void aDayWhoseJudgmentsWereUndoneIsADayOff() {
        assertThat(Progress.of(Map.of(MONDAY, 2L, MONDAY.minusDays(1), 0L, MONDAY.minusDays(2), 4L), 6, MONDAY)
                        .daysInARow())
                .isEqualTo(1);
    }

    @Test
    void columnsAreSharesOfTheHighestWeek() {
        WeekBars bars = Progress.of(Map.of(MONDAY, 4L, MONDAY.minusDays(7), 16L), 20, MONDAY)
                .bars();

        assertThat(bars.highest()).isEqualTo("16");
        assertThat(bars.bars()).hasSize(12);
        assertThat(bars.bars().get(10)).returns("100.00%", WeekBars.Bar::height).returns("0.00%", WeekBars.Bar::y);
        assertThat(bars.bars().get(11))
                .returns("25.00%", WeekBars.Bar::height)
                .returns("75.00%", WeekBars.Bar::y)
                .returns("4", WeekBars.Bar::judged)
                .returns("30 Nov", WeekBars.Bar::begins);
        assertThat(bars.from()).isEqualTo("14 Sep");
    }

    private static int inARow(int... daysAgo) {
        return Progress.of(
                        java.util.Arrays.stream(daysAgo)
                                .boxed()
                                .collect(java.util.stream.Collectors.toMap(ago -> MONDAY.minusDays(ago), ago -> 1L)),
                        daysAgo.length,
                        MONDAY)
                .daysInARow();
    }
}
