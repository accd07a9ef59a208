package hone.format;

/** How well a row fits a format. */
public enum Match {
    NONE,
    /** It could be read so; another format may fit better. */
    POSSIBLE,
    /** Its fields are this format's, and of others too. */
    LIKELY,
    /** No other format has these fields. */
    CERTAIN
}
