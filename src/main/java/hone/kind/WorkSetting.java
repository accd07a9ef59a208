package hone.kind;

/**
 * Whether a project asks for a kind of work without anybody requesting it, of how many people each time, and what comes first.
 *
 * @param judgments wanted for each task, by different people
 * @param judgmentsIfDisputed wanted at most where these people disagree; the same number: no more are asked for
 * @param order of tasks of equal priority
 */
public record WorkSetting(boolean on, int judgments, int judgmentsIfDisputed, HandingOrder order) {
    public static final int JUDGMENTS_MAX = 20;

    public WorkSetting {
        if (judgments < 1 || judgments > JUDGMENTS_MAX) {
            throw new IllegalArgumentException(
                    "a task is judged by 1 to " + JUDGMENTS_MAX + " people, not " + judgments);
        }
        if (judgmentsIfDisputed < judgments || judgmentsIfDisputed > JUDGMENTS_MAX) {
            throw new IllegalArgumentException("of a disputed task " + judgments + " to " + JUDGMENTS_MAX
                    + " judgments are wanted, not " + judgmentsIfDisputed);
        }
    }

    public WorkSetting(boolean on, int judgments, int judgmentsIfDisputed) {
        this(on, judgments, judgmentsIfDisputed, HandingOrder.OLDEST);
    }

    public WorkSetting(boolean on, int judgments) {
        this(on, judgments, judgments);
    }

    public WorkSetting in(HandingOrder another) {
        return new WorkSetting(on, judgments, judgmentsIfDisputed, another);
    }

    public static WorkSetting of(int judgments) {
        return new WorkSetting(true, judgments);
    }
}
