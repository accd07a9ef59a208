package hone.arrivals;

/** Nobody wants the model any more: somebody cancelled, or whoever sent it has hung up. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
        super("cancelled", null, false, false);
    }
}
