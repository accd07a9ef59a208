package hone.bench.labeling;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One case: how much work there is, what was done before, who works and how fast. The names are fixed: tasks, then labelers,
 * then what else happens.
 *
 * @param judged tasks that already have all their judgments
 * @param ahead tasks that one labeler has already judged and the others have not
 * @param thinkTime average time between a task on the screen and its submission; zero is a closed loop
 */
enum Load {
    /** Not measured: it lets the app compile everything that the cases run, including an import while people label. */
    WARM_UP("warm-up", 10_000, 6, 0, 0, 16, Duration.ZERO),
    FEW("10k-8", 10_000, 6, 0, 0, 8, Duration.ZERO),
    CLOSED("10k-32", 10_000, 6, 0, 0, 32, Duration.ZERO),
    MANY("10k-200", 10_000, 6, 0, 0, 200, Duration.ofSeconds(1)),
    /** The same, while somebody imports 100,000 rows into the project. */
    IMPORTING("10k-200-import", 10_000, 6, 0, 0, 200, Duration.ofSeconds(1)),
    /** The same with a million rows of two answers of 1 KB; the same people work without it before, to compare. */
    IMPORTING_MILLION("10k-200-import-1m", 10_000, 6, 0, 0, 200, Duration.ofSeconds(1)),
    /** Three people a task and up to five where they disagree, while the app and the database are killed: see {@link KillsBeside}. */
    KILLED("10k-200-kill", 10_000, 3, 0, 0, 200, Duration.ofSeconds(1)),
    /** 450,000 tasks with two judgments each and 100,000 that one person is ahead: a million judgments. */
    HISTORY("1m-200", 1_000_000, 2, 450_000, 100_000, 200, Duration.ofSeconds(1));

    private final String caseName;
    private final int tasks;
    private final int asked;
    private final int judged;
    private final int ahead;
    private final int labelers;
    private final Duration thinkTime;

    Load(String caseName, int tasks, int asked, int judged, int ahead, int labelers, Duration thinkTime) {
        this.caseName = caseName;
        this.tasks = tasks;
        this.asked = asked;
        this.judged = judged;
        this.ahead = ahead;
        this.labelers = labelers;
        this.thinkTime = thinkTime;
    }

    static Optional<Load> named(String name) {
        return Arrays.stream(values())
                .filter(load -> load.caseName.equals(name))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values())
                .filter(load -> load != WARM_UP)
                .map(load -> load.caseName)
                .toList();
    }

    String caseName() {
        return caseName;
    }

    /** The slug of the project that is made for it. */
    String slug() {
        return "load-" + caseName;
    }

    int tasks() {
        return tasks;
    }

    int asked() {
        return asked;
    }

    int judged() {
        return judged;
    }

    int ahead() {
        return ahead;
    }

    int labelers() {
        return labelers;
    }

    /** The number of rows in a file that is imported meanwhile. */
    int imported() {
        return switch (this) {
            case IMPORTING, WARM_UP -> 100_000;
            case IMPORTING_MILLION -> 1_000_000;
            case FEW, CLOSED, MANY, KILLED, HISTORY -> 0;
        };
    }

    /** How long each of the two answers of such a row is. */
    int answerCharacters() {
        return this == IMPORTING_MILLION ? 1000 : 140;
    }

    /**
     * How many windows are measured. Beside a million rows they are two minutes, from the first byte that is sent, since the whole of it
     * takes far longer; and as many without the import. Each labeler's token is renewed every 35 to 50 seconds, all within a few seconds
     * because they began together: a shorter measurement would miss it.
     */
    int windows() {
        return this == IMPORTING_MILLION || this == KILLED ? 20 : 5;
    }

    /** Whether people work without the import first, so that the two can be compared. */
    boolean isComparedWithIdle() {
        return this == IMPORTING_MILLION;
    }

    boolean isKilled() {
        return this == KILLED;
    }

    /** How many judgments at most where people disagree. */
    int askedIfDisputed() {
        return this == KILLED ? asked + 2 : asked;
    }

    Duration thinkTime() {
        return thinkTime;
    }
}
