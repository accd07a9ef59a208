package hone.runs;

import hone.run.Measured;
import java.util.Arrays;
import java.util.List;

/** What of its dataset a run does not learn from, by the trainer's counts. */
enum LeftOut {
    ROWS_TOO_LONG("rows_too_long", "row longer than the recipe allows", "rows longer than the recipe allows"),
    ROWS_REFUSED("rows_refused", "row that the chat template refuses", "rows that the chat template refuses"),
    ROWS_NEUTRAL("rows_neutral", "rating that is neither good nor bad", "ratings that are neither good nor bad"),
    PAIRS_TOO_LONG("pairs_too_long", "pair longer than the recipe allows", "pairs longer than the recipe allows"),
    PAIRS_REFUSED("pairs_refused", "pair that the chat template refuses", "pairs that the chat template refuses"),
    GROUPS_TOO_LONG(
            "groups_too_long", "judgment longer than the recipe allows", "judgments longer than the recipe allows"),
    GROUPS_REFUSED(
            "groups_refused", "judgment that the chat template refuses", "judgments that the chat template refuses"),
    PROMPTS_TOO_LONG(
            "prompts_too_long",
            "prompt that leaves no room for a whole answer",
            "prompts that leave no room for a whole answer"),
    PROMPTS_REFUSED(
            "prompts_refused", "prompt that the chat template refuses", "prompts that the chat template refuses"),
    WRITTEN_TOO_LONG(
            "written_too_long",
            "written answer longer than the model reads",
            "written answers longer than the model reads"),
    WRITTEN_REFUSED(
            "written_refused",
            "written answer that the chat template refuses",
            "written answers that the chat template refuses"),
    UNRELATED_CUT(
            "unrelated_cut",
            "answer to another prompt is cut for the estimate of KL",
            "answers to other prompts are cut for the estimate of KL"),
    UNRELATED_OWN(
            "unrelated_own",
            "answer finds none to another prompt for the estimate of KL",
            "answers find none to another prompt for the estimate of KL");

    private final String metric;
    private final String one;
    private final String many;

    LeftOut(String metric, String one, String many) {
        this.metric = metric;
        this.one = one;
        this.many = many;
    }

    /** Some of one kind. */
    public record Some(long n, String one, String many) {}

    /** Those that there are any of. */
    static List<Some> of(Measured trained) {
        return Arrays.stream(values())
                .map(kind -> new Some(Math.round(trained.lastOf(kind.metric).orElse(0.0)), kind.one, kind.many))
                .filter(some -> some.n > 0)
                .toList();
    }

    /** Whether a metric is such a count, which no curve has to show. */
    static boolean counts(String metric) {
        return Arrays.stream(values()).anyMatch(kind -> kind.metric.equals(metric));
    }
}
