package hone.format;

/**
 * Who decided: a name in the file, a number, or a pseudonym. Which person of ours that is, nobody here knows.
 *
 * @param name as the file has it
 */
public record Rater(String name, Nature nature) {
    /** What decided. */
    public enum Nature {
        PERSON,
        /** A language model that judged in place of people. */
        MODEL,
        /** A script that plays a person. */
        SIMULATED
    }

    public static Rater person(String name) {
        return new Rater(name, Nature.PERSON);
    }

    public static Rater model(String name) {
        return new Rater(name, Nature.MODEL);
    }
}
