package hone.trainer.jinja;

/** Python's None: a value, other than what does not exist ({@link Undefined}). */
public enum None {
    NONE
}
