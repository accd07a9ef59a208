package hone.imports;

/** A line that can't be taken: what is wrong, and what this line has there. */
final class RefusedRow extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String detail;

    /**
     * @param reason the same words for every line with this fault, so that they can be counted
     * @param detail about this line; may be empty
     */
    RefusedRow(String reason, String detail) {
        super(reason + " " + detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    String reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}
