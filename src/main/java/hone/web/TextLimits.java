package hone.web;

/**
 * How long texts may be, in characters. They are in one place because they must fit together: a text that was accepted in one
 * place must be accepted in the next. An imported answer can be corrected, a correction frozen (a record holds 1 MiB), a draft
 * of either saved.
 */
public final class TextLimits {
    /** One message or answer of an import. */
    public static final int IMPORTED = 32_000;

    /** A demonstration, or a correction: the longest answer with room for what it lacked. */
    public static final int WRITTEN = 40_000;

    /** Why somebody judged as they did. */
    public static final int RATIONALE = 4_000;

    /** What has been typed into one form and not sent yet, all its fields together. */
    public static final int DRAFT = 100_000;

    public static final int GUIDELINE = 40_000;
    public static final int QUESTION = 2_000;
    public static final int QUESTION_ANSWER = 4_000;
    public static final int EXPLANATION = 2_000;
    public static final int COMMENT = 2_000;
    public static final int SKIP_NOTE = 2_000;
    public static final int DESCRIPTION = 2_000;
    public static final int TALK_MESSAGE = 4_000;

    /** A sentence that others read beside what it is about: a version's note, a complaint, why a model is current. */
    public static final int SENTENCE = 500;

    private TextLimits() {}
}
