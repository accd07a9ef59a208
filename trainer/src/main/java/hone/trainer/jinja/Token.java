package hone.trainer.jinja;

/** A piece of a template's source. Text of data and strings is already unescaped and trimmed. */
record Token(Type type, String text, int line) {
    enum Type {
        DATA,
        BLOCK_BEGIN,
        BLOCK_END,
        OUTPUT_BEGIN,
        OUTPUT_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean isOperator(String operator) {
        return type == Type.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return type == Type.NAME && text.equals(name);
    }

    /** For messages. */
    String described() {
        return switch (type) {
            case END -> "the end of the template";
            case BLOCK_END -> "the end of the tag";
            case OUTPUT_END -> "the end of the output";
            case DATA, BLOCK_BEGIN, OUTPUT_BEGIN -> "text outside of a tag";
            case NAME, STRING, INTEGER, FLOAT, OPERATOR -> "'" + text + "'";
        };
    }
}
