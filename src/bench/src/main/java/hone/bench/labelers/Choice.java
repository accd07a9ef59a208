package hone.bench.labelers;

/** What a comparison can say: seven steps from the left answer to the right one, and both bad. */
public enum Choice {
    LEFT_MUCH("a3"),
    LEFT_BETTER("a2"),
    LEFT_SLIGHTLY("a1"),
    TIE("tie"),
    RIGHT_SLIGHTLY("b1"),
    RIGHT_BETTER("b2"),
    RIGHT_MUCH("b3"),
    BOTH_BAD("bad");

    private final String formValue;

    Choice(String formValue) {
        this.formValue = formValue;
    }

    /** As the comparison form sends it. */
    public String formValue() {
        return formValue;
    }

    public boolean left() {
        return ordinal() < TIE.ordinal();
    }

    public boolean right() {
        return ordinal() > TIE.ordinal() && this != BOTH_BAD;
    }

    /** How much better the chosen answer is: 1 slightly, 2 better, 3 much; 0 where none was chosen. */
    public int degree() {
        return this == BOTH_BAD ? 0 : Math.abs(ordinal() - TIE.ordinal());
    }

    static Choice left(int degree) {
        return values()[TIE.ordinal() - degree];
    }

    static Choice right(int degree) {
        return values()[TIE.ordinal() + degree];
    }

    /** Whether a difference of scores is large enough for a person to see. */
    public static boolean differs(double difference) {
        return degree(difference) > 0;
    }

    /** How much better, from a difference of scores: 0 a tie, 1 slightly, 2 better, 3 much. */
    static int degree(double difference) {
        double d = Math.abs(difference);
        return d < 0.25 ? 0 : d < 1.75 ? 1 : d < 3.25 ? 2 : 3;
    }
}
