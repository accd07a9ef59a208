package hone.quiz;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What people read about their single answers once a try has ended. How many were right they always read. */
public enum Feedback {
    /** Nothing: what is asked again stays as unknown as it was. */
    MARK("The mark alone", "What is asked again stays as unknown as it was."),
    /** The explanations of what they got wrong; every answer once they have passed. */
    EXPLANATIONS(
            "Explanations of what they got wrong",
            "Only of tasks that have one. Whoever has passed reads what is right in every task."),
    /** Every answer after every try. */
    ANSWERS("What is right in every task", "Also after a try that was not passed, so the next one is easier.");

    private final String label;
    private final String sentence;

    Feedback(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /** As in forms and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }

    public static Optional<Feedback> named(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /** Whether every answer of a try is shown, whether or not it is explained. */
    public boolean showsAll(QuizTry.Outcome outcome) {
        return switch (this) {
            case MARK -> false;
            // The mark has told whoever passed that nearly all of their answers are right, so little is left to give
            // away.
            case EXPLANATIONS -> outcome == QuizTry.Outcome.PASSED;
            case ANSWERS -> outcome != QuizTry.Outcome.BROKEN_OFF;
        };
    }

    /** Whether wrong answers are shown where they are explained. A try that was broken off counts for nothing and is taken again. */
    public boolean explainsMistakes(QuizTry.Outcome outcome) {
        return this != MARK && outcome != QuizTry.Outcome.BROKEN_OFF;
    }
}
