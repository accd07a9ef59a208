package hone.web;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateExtension.TemplateAttribute;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Times as people read them, in one form everywhere and by the reader's own clock: relative up to a day, then date and time, in
 * the page's language; the element carries the exact time. If the reader's zone is unknown, times are in UTC and say so.
 */
@TemplateExtension
public final class When {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    private When() {}

    /** {@code {judgment.judgedAt.ago}}. */
    public static RawString ago(Instant at, @TemplateAttribute(ReaderLanguage.PAGE) Object page) {
        Language language = ReaderLanguage.inside(page);
        ZoneId zone = LocalDay.ofReader();
        return new RawString("<time datetime=\"" + at.truncatedTo(ChronoUnit.SECONDS) + "\" title=\""
                + dateAndTime(at, zone, language) + "\">" + words(at, Instant.now(), zone, language) + "</time>");
    }

    /** {@code {at.at}}: the date and time. */
    public static String at(Instant at, @TemplateAttribute(ReaderLanguage.PAGE) Object page) {
        return dateAndTime(at, LocalDay.ofReader(), ReaderLanguage.inside(page));
    }

    /** {@code {at.clock}}: the time of day, for events of one day. */
    static String clock(Instant at) {
        return marked(CLOCK, at, LocalDay.ofReader());
    }

    /** {@code {at.shortClock}}: the same without seconds. */
    static String shortClock(Instant at) {
        return marked(SHORT_CLOCK, at, LocalDay.ofReader());
    }

    /** {@code {day.weekday}}: the name of a weekday by its ISO number, 1 for Monday. */
    static String weekday(int isoDay) {
        return DayOfWeek.of(isoDay).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    static String words(Instant at, Instant now, ZoneId zone, Language language) {
        WebMessages words = language.words(WebMessages.class);
        long minutes = Duration.between(at, now).toMinutes();
        if (minutes < 0 || minutes >= 24 * 60) {
            return dateAndTime(at, zone, language);
        }
        if (minutes < 1) {
            return words.justNow();
        }
        return minutes < 60 ? words.minutesAgo(minutes) : words.hoursAgo(minutes / 60);
    }

    static String dateAndTime(Instant at, ZoneId zone, Language language) {
        return marked(language.dateAndTime(), at, zone);
    }

    private static String marked(DateTimeFormatter form, Instant at, ZoneId zone) {
        String text = form.withZone(zone).format(at);
        return zone.getId().equals("UTC") || zone.getId().equals("Z") ? text + " UTC" : text;
    }
}
