package hone.round;

import hone.web.Complaints;
import hone.web.Typed;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The form for the weekly schedule, typed or stored: shown again unchanged when refused. */
public class ScheduleForm {
    @RestForm
    public @Nullable String day;

    @RestForm
    public @Nullable String time;

    @RestForm
    public @Nullable String zone;

    @RestForm
    public @Nullable String enabled;

    static ScheduleForm of(Schedule schedule) {
        ScheduleForm form = new ScheduleForm();
        form.day = Integer.toString(schedule.dayOfWeek);
        form.time = schedule.localTime.toString();
        form.zone = schedule.zone;
        form.enabled = schedule.enabled ? "on" : null;
        return form;
    }

    /** For templates: never null. */
    public String shown(@Nullable String typed) {
        return Typed.text(typed);
    }

    /** For templates: whether this day is chosen. */
    public boolean on(int weekday) {
        return Integer.toString(weekday).equals(day);
    }

    public boolean isOn() {
        return enabled != null;
    }

    /** @throws hone.web.Invalid with a sentence for each field that can't be accepted */
    WeeklySchedule read() {
        Complaints.Collector complaints = new Complaints.Collector();
        int weekday = complaints.need(Typed.whole(day, 1, 7), "day", "Choose a day from the list.", 1);
        LocalTime at = complaints.need(
                time(Typed.line(time)), "time", "The time is hours and minutes, such as 06:00.", LocalTime.MIDNIGHT);
        ZoneId where = complaints.need(
                zone(Typed.line(zone)),
                "zone",
                "The time zone is a name such as Europe/Berlin or UTC.",
                ZoneId.of("UTC"));
        complaints.throwIfAny();
        return new WeeklySchedule(DayOfWeek.of(weekday), at.withSecond(0).withNano(0), where);
    }

    private static Optional<LocalTime> time(String typed) {
        try {
            return Optional.of(LocalTime.parse(typed));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<ZoneId> zone(String typed) {
        try {
            return Optional.of(ZoneId.of(typed));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
