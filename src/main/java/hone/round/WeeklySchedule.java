package hone.round;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/**
 * A weekday and a local time. On a day when the clocks skip that time, it is due later by as much as they skip; on a day when
 * the time occurs twice, only the first counts. These are java.time's own rules for a local time in a zone.
 */
public record WeeklySchedule(DayOfWeek day, LocalTime time, ZoneId zone) {
    /** The first due time after an instant, never the instant itself. */
    public Instant nextAfter(Instant instant) {
        LocalDate date = instant.atZone(zone).toLocalDate().with(TemporalAdjusters.nextOrSame(day));
        Instant due = ZonedDateTime.of(date, time, zone).toInstant();
        return due.isAfter(instant)
                ? due
                : ZonedDateTime.of(date.plusWeeks(1), time, zone).toInstant();
    }
}
