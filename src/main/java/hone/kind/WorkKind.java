package hone.kind;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of work that Hone hands out, in the order in which pages show them. Everything that depends on the kind is here.
 * What needs upper packages is in switches over the constants without a default, so that the compiler names each place that a
 * new kind must be added to: {@code hone.work.Judging} (form and page) and {@code hone.task.TaskPlan} (when it is asked). Its
 * guideline is {@link #guidelineFile}; its script belongs to its template and teaches the page its part of {@code keys.js}. A
 * test finds a kind that is named anywhere else.
 */
public enum WorkKind {
    /** Two answers: which is better, and how much. */
    COMPARISON(
            new Words(
                    "Comparison", "comparison", "comparisons", "Compare two answers", "which of two answers is better"),
            Labor.CHOOSING,
            WorkSetting.of(2)),
    /** Three or four answers in order, ties allowed. */
    RANKING(
            new Words("Ranking", "ranking", "rankings", "Rank answers", "several answers in order"),
            Labor.CHOOSING,
            WorkSetting.of(2)),
    /**
     * One to four answers, each rated by itself on the scales and flags that the guideline names. Off until a project has named
     * them.
     */
    RATING(
            new Words("Rating", "rating", "ratings", "Rate answers", "each answer by itself, on scales"),
            Labor.CHOOSING,
            new WorkSetting(false, 2)),
    /** A model's answer, to be put right. */
    CORRECTION(
            new Words("Correction", "correction", "corrections", "Correct an answer", "make a bad answer right"),
            Labor.WRITING,
            WorkSetting.of(1)),
    /** The ideal answer, written from scratch. */
    DEMONSTRATION(
            new Words("Demonstration", "demonstration", "demonstrations", "Write an answer", "write the ideal answer"),
            Labor.WRITING,
            WorkSetting.of(1));

    /**
     * What pages call it.
     *
     * @param label as the heading of a page or a line
     * @param one used with {@code many} within a sentence
     * @param title what a person is about to do
     * @param about what is asked, for somebody who chooses between kinds
     */
    public record Words(String label, String one, String many, String title, String about) {
        /** “1 ranking” or “12 rankings”; a count that is not exact, such as 1 000+, takes the plural. */
        public String counted(String count) {
            return count + " " + (count.equals("1") ? one : many);
        }
    }

    /** What people do in it. */
    public enum Labor {
        /** Answers are read and judged: there is a pace faster than reading, and a project may insist on a reason. */
        CHOOSING,
        /** A text is written; whoever writes has a pace of their own, and the text is the reason. */
        WRITING
    }

    private final Words words;
    private final Labor labor;
    private final WorkSetting defaultSetting;

    WorkKind(Words words, Labor labor, WorkSetting defaultSetting) {
        this.words = words;
        this.labor = labor;
        this.defaultSetting = defaultSetting;
    }

    public Words words() {
        return words;
    }

    public String label() {
        return words.label();
    }

    public boolean is(Labor other) {
        return labor == other;
    }

    /** How it is asked in a project that has not set it. */
    public WorkSetting defaultSetting() {
        return defaultSetting;
    }

    /** As it is written in the database, in addresses and on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For translations, which are keyed by the constant's name ({@link KindMessages}). */
    public String constant() {
        return name();
    }

    /** The instructions that ship with Hone, in a folder of {@code labeling-guidelines}. */
    public String guidelineFile() {
        return wireName() + ".md";
    }

    /** For templates: an address names the kind as the wire does. */
    @Override
    public String toString() {
        return wireName();
    }

    /** By its name, as a user may have typed it. */
    public static Optional<WorkKind> named(String name) {
        return Arrays.stream(values()).filter(k -> k.wireName().equals(name)).findFirst();
    }

    /** By its name in a row of ours. The database has no list of kinds: each row was written from a constant. */
    public static WorkKind of(String wireName) {
        return named(wireName)
                .orElseThrow(() -> new IllegalStateException("This version of Hone knows no work of kind “" + wireName
                        + "”. Was the database written by a newer one?"));
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(WorkKind::wireName).toList();
    }
}
