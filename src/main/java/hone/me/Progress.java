package hone.me;

import hone.web.LocalDay;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How much one person has judged, by the days of their own clock. What was undone, or came back from a reviewer, is in none of the
 * numbers.
 *
 * @param weeks the newest, oldest first; the last one is this week
 * @param daysInARow up to today, or to yesterday where today has nothing yet; at most as many as the weeks have
 */
record Progress(long today, long thisWeek, long inAll, List<Week> weeks, int daysInARow) {
    /** A quarter of a year is enough to see a habit, and is what the page reads at most. */
    static final int WEEKS = 12;

    /** A week that begins on a Monday. */
    record Week(LocalDate monday, long judged) {}

    static Progress of(Map<LocalDate, Long> judgedByDay, long inAll, LocalDate today) {
        List<Week> weeks = new ArrayList<>();
        for (LocalDate monday = firstDay(today); !monday.isAfter(today); monday = monday.plusWeeks(1)) {
            long judged = 0;
            for (int day = 0; day < DayOfWeek.values().length; day++) {
                judged += judgedByDay.getOrDefault(monday.plusDays(day), 0L);
            }
            weeks.add(new Week(monday, judged));
        }
        return new Progress(
                judgedByDay.getOrDefault(today, 0L),
                weeks.getLast().judged(),
                inAll,
                List.copyOf(weeks),
                inARow(judgedByDay, today));
    }

    /** The Monday of the oldest week. */
    static LocalDate firstDay(LocalDate today) {
        return today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).minusWeeks(WEEKS - 1L);
    }

    private static int inARow(Map<LocalDate, Long> judgedByDay, LocalDate today) {
        int days = 0;
        LocalDate day = isWorked(judgedByDay, today) ? today : today.minusDays(1);
        while (isWorked(judgedByDay, day)) {
            days++;
            day = day.minusDays(1);
        }
        return days;
    }

    private static boolean isWorked(Map<LocalDate, Long> judgedByDay, LocalDate day) {
        return judgedByDay.getOrDefault(day, 0L) > 0;
    }

    public boolean isAny() {
        return inAll > 0;
    }

    /** A single day is no row, and whoever had a day off is not told so. */
    public boolean isInARow() {
        return daysInARow > 1;
    }

    public boolean isCharted() {
        return weeks.stream().anyMatch(week -> week.judged() > 0);
    }

    public WeekBars bars() {
        return WeekBars.of(weeks);
    }

    /** Reads the counts of quarters of an hour, on which days begin in every time zone. */
    @ApplicationScoped
    static class Query {
        private final Sql sql;
        private final LocalDay day;

        Query(Sql sql, LocalDay day) {
            this.sql = sql;
            this.day = day;
        }

        Progress of(UUID labeler, Instant now) {
            ZoneId zone = ZoneId.of(day.getZone());
            LocalDate today = now.atZone(zone).toLocalDate();
            Map<LocalDate, Long> judgedByDay = new TreeMap<>();
            sql.list(
                    "select quarter, judged from judged_quarter where labeler_id = ? and quarter >= ?",
                    c -> judgedByDay.merge(c.time("quarter").atZone(zone).toLocalDate(), c.number("judged"), Long::sum),
                    labeler,
                    firstDay(today).atStartOfDay(zone).toInstant());
            long inAll = sql.number("select judged from judged_in_all where labeler_id = ?", labeler);
            return Progress.of(judgedByDay, inAll, today);
        }
    }
}
