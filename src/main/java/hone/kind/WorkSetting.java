package hone.kind;

/**
 * Whether a project asks for a kind of work without anybody requesting it, and of how many people each time.
 *
 * @param judgments wanted for each task, by different people
 */
public record WorkSetting(boolean on, int judgments) {
    public static final int JUDGMENTS_MAX = 20;

    public WorkSetting {
        if (judgments < 1 || judgments > JUDGMENTS_MAX) {
            throw new IllegalArgumentException(
                    "a task is judged by 1 to " + JUDGMENTS_MAX + " people, not " + judgments);
        }
    }

    public static WorkSetting of(int judgments) {
        return new WorkSetting(true, judgments);
    }
}
