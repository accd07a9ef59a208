package hone.tasks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The state of a task: derived when tasks are read; lists of tasks can be filtered by it. */
enum TaskState {
    /** Judgments are still wanted. */
    OPEN("Open", "info dot"),
    /** Every judgment asked for is there. */
    DONE("Done", "good dot"),
    /** It was withdrawn. */
    CLOSED("Closed", "line");

    private final String label;
    private final String tone;

    TaskState(String label, String tone) {
        this.label = label;
        this.tone = tone;
    }

    /** In addresses and in the database's result: {@code open}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }

    /** The classes of its badge. */
    public String tone() {
        return tone;
    }

    public boolean open() {
        return this == OPEN;
    }

    static Optional<TaskState> named(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
