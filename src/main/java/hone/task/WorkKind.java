package hone.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of work that Hone hands out. */
public enum WorkKind {
    /** Two answers: which is better, and how much. */
    COMPARISON,
    /** Three or four answers in order, ties allowed. */
    RANKING,
    /** A model's answer, to be made right. */
    CORRECTION,
    /** The ideal answer, written from nothing. */
    DEMONSTRATION;

    /** As it stands in the database, in addresses and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<WorkKind> named(String name) {
        return Arrays.stream(values()).filter(k -> k.wireName().equals(name)).findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(WorkKind::wireName).toList();
    }
}
