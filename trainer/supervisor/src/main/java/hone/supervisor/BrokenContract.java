package hone.supervisor;

/** An engine wrote something that the worker's contract does not allow. The message says what, as the end of a sentence. */
final class BrokenContract extends Exception {
    private static final long serialVersionUID = 1;

    BrokenContract(String what) {
        super(what);
    }
}
