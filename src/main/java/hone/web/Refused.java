package hone.web;

/** An API request that is refused with a specific status, such as 412, 422 or 429. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;

    public Refused(int status, String title, String sentence) {
        super(sentence);
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
