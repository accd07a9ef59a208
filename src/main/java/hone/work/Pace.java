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
public final class Pace {
    /** The form field that confirms the judgment as it is. */
    static final String SURE = "sure";

    private static final int CHARACTERS_PER_SECOND = 25;
    private static final int TIMES_FASTER = 4;
    /** A text that takes less time to read is not worth asking about. */
    private static final int READING_SECONDS_MIN = 12;

    private Pace() {}

    /** @throws Invalid with the question, until the form confirms the judgment */
    static void ask(List<String> texts, Fields fields, Instant handed, Instant now) {
        if (isTooFast(texts, took(handed, now)) && !fields.has(SURE, "yes")) {
            throw Invalid.field(
                    "pace",
                    ReaderLanguage.words(JudgmentMessages.class).tooFast(took(handed, now), needed(characters(texts))));
        }
    }

    /** @param seconds from being handed the task to sending the judgment */
    public static boolean isTooFast(List<String> texts, long seconds) {
        return isTooFast(characters(texts), seconds);
    }

    /** @param characters of all texts together */
    public static boolean isTooFast(long characters, long seconds) {
        return isWorthAsking(characters) && seconds * TIMES_FASTER < needed(characters);
    }

    /** Whether reading so much takes long enough that somebody can be too fast. */
    public static boolean isWorthAsking(long characters) {
        return needed(characters) >= READING_SECONDS_MIN;
    }

    private static long characters(List<String> texts) {
        return texts.stream().mapToLong(String::length).sum();
    }

    /** Seconds that reading takes. */
    private static long needed(long characters) {
        return characters / CHARACTERS_PER_SECOND;
    }

    private static long took(Instant handed, Instant now) {
        return Math.max(0, Duration.between(handed, now).toSeconds());
    }
}
