package hone.supervisor;

/** A run can't begin. The message is a sentence that a person can act on; the cause is a stable word for machines. */
final class RunRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String word;

    RunRefused(String word, String sentence) {
        super(sentence);
        this.word = word;
    }

    String word() {
        return word;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
