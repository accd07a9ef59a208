package hone.judgment;

/** How much better. The margin is what a reward model must keep between the two; source: Llama 2, section 3.2.2, small margin. */
public enum Degree {
    SLIGHTLY(1),
    BETTER(2),
    MUCH(3);

    private final int steps;

    Degree(int steps) {
        this.steps = steps;
    }

    /** 1 slightly, 2 better, 3 much. */
    public int steps() {
        return steps;
    }

    public double margin() {
        return steps / 3.0;
    }
}
