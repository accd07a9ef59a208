package hone.work;

/** How the script of a page of work and the server tell each other about the next task. */
public final class TaskHeaders {
    /**
     * Sent by our script: the guideline version that its page shows. The response to a submission is then the next task itself,
     * ready to replace the old one, and {@link #NEXT} holds its address; or there is no content, and {@link #GO_TO} says which
     * page to open. Without this header, as browsers submit by themselves, the response is a redirect.
     */
    public static final String SHOWN_GUIDELINE = "Hone-Guideline";

    public static final String NEXT = "Hone-Next";
    public static final String GO_TO = "Hone-Go-To";

    private TaskHeaders() {}
}
