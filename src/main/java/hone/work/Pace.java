package hone.work;

import hone.judgment.Fields;
import hone.web.Invalid;
import hone.web.ReaderLanguage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Asks once, and never forbids, when a judgment comes much faster than anybody can read what it is about. People read some 240
 * words a minute (Brysbaert 2019), about 25 characters a second; a quarter of that time is faster than skimming. Counted in
 * characters, because not every script puts spaces between words.
 */
final class Pace {
    /** The form field that confirms the judgment as it is. */
    static final String SURE = "sure";

    private static final int CHARACTERS_PER_SECOND = 25;
    private static final int TIMES_FASTER = 4;
    /** A text that takes less time to read is not worth asking about. */
    private static final int READING_SECONDS_MIN = 12;

    private Pace() {}

    /** @throws Invalid with the question, until the form confirms the judgment */
    static void ask(List<String> texts, Fields fields, Instant handed, Instant now) {
        long needed = texts.stream().mapToLong(String::length).sum() / CHARACTERS_PER_SECOND;
        long took = Math.max(0, Duration.between(handed, now).toSeconds());
        boolean tooFast = needed >= READING_SECONDS_MIN && took * TIMES_FASTER < needed;
        if (tooFast && !fields.has(SURE, "yes")) {
            throw Invalid.field(
                    "pace", ReaderLanguage.words(JudgmentMessages.class).tooFast(took, needed));
        }
    }
}
