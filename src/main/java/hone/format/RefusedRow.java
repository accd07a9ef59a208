package hone.format;

/** A row that can't be taken: what is wrong, and what this row has there. */
public final class RefusedRow extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String detail;

    /**
     * @param reason the same words for every row with this fault, so that they can be counted
     * @param detail about this row; may be empty
     */
    public RefusedRow(String reason, String detail) {
        super(Texts.sentence((reason + " " + detail).strip()), null, false, false);
        this.reason = Texts.sentence(reason);
        this.detail = Texts.sentence(detail);
    }

    public String reason() {
        return reason;
    }

    public String detail() {
        return detail;
    }
}
