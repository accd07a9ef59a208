package hone.task;

/** What a task's priority says, in words that a page can show: the other direction of {@link TaskPriority}. */
public record Precedence(int priority) {
    /** Somebody complained in a conversation. */
    public boolean isComplaint() {
        return priority >= TaskPriority.COMPLAINT;
    }

    /** Its answers are of a model newer than the one that was current then, so that people judge it before it is made current. */
    public boolean isBeforeDecision() {
        return !isComplaint() && priority % 2 == 1;
    }

    /** Which of the project's current models, counted from the first, gave it; 0: none. */
    public int nth() {
        return isComplaint() ? 0 : priority / 2;
    }
}
