package hone.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why somebody gave a task back. There are only a few, so that they can be counted. */
public enum SkipReason {
    PROMPT_UNCLEAR,
    NOT_MY_LANGUAGE,
    HARMFUL,
    BROKEN_ANSWER,
    /** A note explains it. */
    OTHER;

    /** As written in forms and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<SkipReason> named(String name) {
        return Arrays.stream(values()).filter(r -> r.wireName().equals(name)).findFirst();
    }
}
