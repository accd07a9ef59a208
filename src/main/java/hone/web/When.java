package hone.web;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.i18n.MessageBundles;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as people read them: relative up to a day, then date and time; the exact time is in the element. All in UTC. */
public final class When {
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private When() {}

    /** In a template: {@code {judgment.judgedAt.ago}}. */
    @TemplateExtension
    public static RawString ago(Instant at) {
        return new RawString("<time datetime=\"" + at.truncatedTo(ChronoUnit.SECONDS) + "\" title=\""
                + DATE_AND_TIME.format(at) + "\">" + words(at, Instant.now()) + "</time>");
    }

    static String words(Instant at, Instant now) {
        WebMessages words = MessageBundles.get(WebMessages.class);
        long minutes = Duration.between(at, now).toMinutes();
        if (minutes < 0 || minutes >= 24 * 60) {
            return DATE_AND_TIME.format(at);
        }
        if (minutes < 1) {
            return words.justNow();
        }
        return minutes < 60 ? words.minutesAgo(minutes) : words.hoursAgo(minutes / 60);
    }
}
