package hone.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Dates worked out by hand from the calendar and the European rule: clocks change on the last Sunday, at 01:00 UTC. */
class WeeklyScheduleTest {
    private static final WeeklySchedule SUNDAY_0230 =
            new WeeklySchedule(DayOfWeek.SUNDAY, LocalTime.of(2, 30), ZoneId.of("Europe/Berlin"));

    @Test
    void anOrdinaryWeekIsSevenDays() {
        WeeklySchedule monday = new WeeklySchedule(DayOfWeek.MONDAY, LocalTime.of(6, 0), ZoneId.of("UTC"));

        assertThat(monday.nextAfter(at("2026-11-23T05:59:59Z"))).isEqualTo(at("2026-11-23T06:00:00Z"));
        assertThat(monday.nextAfter(at("2026-11-23T06:00:00Z"))).isEqualTo(at("2026-11-30T06:00:00Z"));
        assertThat(monday.nextAfter(at("2026-11-24T00:00:00Z"))).isEqualTo(at("2026-11-30T06:00:00Z"));
    }

    @Test
    void anHourThatTheClockChangeSkipsIsDueAnHourLater() {
        // 2026-03-29: 02:00 becomes 03:00. 02:30 is not there; 03:30 summer time is 01:30 UTC.
        assertThat(SUNDAY_0230.nextAfter(at("2026-03-28T12:00:00Z"))).isEqualTo(at("2026-03-29T01:30:00Z"));
        // The week after is again 02:30, now summer time: 00:30 UTC.
        assertThat(SUNDAY_0230.nextAfter(at("2026-03-29T01:30:00Z"))).isEqualTo(at("2026-04-05T00:30:00Z"));
    }

    @Test
    void anHourThatIsThereTwiceIsDueOnce() {
        // 2026-10-25: 03:00 becomes 02:00. The first 02:30 is summer time, 00:30 UTC; the second, 01:30 UTC, is not
        // due.
        assertThat(SUNDAY_0230.nextAfter(at("2026-10-24T12:00:00Z"))).isEqualTo(at("2026-10-25T00:30:00Z"));
        assertThat(SUNDAY_0230.nextAfter(at("2026-10-25T00:30:00Z"))).isEqualTo(at("2026-11-01T01:30:00Z"));
        assertThat(SUNDAY_0230.nextAfter(at("2026-10-25T01:00:00Z"))).isEqualTo(at("2026-11-01T01:30:00Z"));
    }

    @Test
    void theDayIsThatOfTheZone() {
        // Monday 00:30 in Auckland (UTC+13 in November) is Sunday 11:30 UTC.
        WeeklySchedule auckland =
                new WeeklySchedule(DayOfWeek.MONDAY, LocalTime.of(0, 30), ZoneId.of("Pacific/Auckland"));

        assertThat(auckland.nextAfter(at("2026-11-22T11:00:00Z"))).isEqualTo(at("2026-11-22T11:30:00Z"));
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
