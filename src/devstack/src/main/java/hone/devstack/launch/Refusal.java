package hone.devstack.launch;

/** Something the person at the terminal can fix: the message is one plain sentence with the remedy. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String sentence) {
        super(sentence);
    }
}
