package hone.format;

/** What whoever imports a file may choose. */
public record ReadOptions(UnreadFields unread, TurnsInARow turnsInARow, AssistantTurns assistantTurns) {
    public static final ReadOptions DEFAULT =
            new ReadOptions(UnreadFields.REFUSE, TurnsInARow.JOIN, AssistantTurns.LAST);

    /** Fields with text that the format does not know. */
    public enum UnreadFields {
        /** They refuse their row by the field's name, because they may be somebody's work. */
        REFUSE,
        /** They are kept with the item as metadata. */
        KEEP
    }

    /** Turns of one role that follow one another. */
    public enum TurnsInARow {
        /** They become one turn, with a blank line between; a remark says so. */
        JOIN,
        /** They refuse the row. */
        REFUSE
    }

    /** What is learned from a conversation that ends with the assistant and holds earlier turns of it. */
    public enum AssistantTurns {
        /** Its last turn is a demonstration; the earlier ones are what was said before. */
        LAST,
        /** Each turn of the assistant is a demonstration, with what was said before it as its prompt. */
        EACH
    }

    public ReadOptions with(UnreadFields choice) {
        return new ReadOptions(choice, turnsInARow, assistantTurns);
    }

    public ReadOptions with(TurnsInARow choice) {
        return new ReadOptions(unread, choice, assistantTurns);
    }

    public ReadOptions with(AssistantTurns choice) {
        return new ReadOptions(unread, turnsInARow, choice);
    }
}
