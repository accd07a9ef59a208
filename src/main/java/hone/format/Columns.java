package hone.format;

import java.util.List;

/** The columns of a table. Each may be empty in a row. */
public record Columns(List<Column> all) {
    public Columns {
        all = List.copyOf(all);
    }

    /** A column, or a field of a struct. */
    public record Column(String name, Type type) {}

    /** What stands in a column. */
    public sealed interface Type {
        record Text() implements Type {}

        record Whole() implements Type {}

        record Decimal() implements Type {}

        record Flag() implements Type {}

        record ListOf(Type element) implements Type {}

        record Struct(List<Column> fields) implements Type {
            public Struct {
                fields = List.copyOf(fields);
            }
        }

        Type TEXT = new Text();
        Type WHOLE = new Whole();
        Type NUMBER = new Decimal();
        Type FLAG = new Flag();
        /** Turns of a conversation. */
        Type MESSAGES = new ListOf(new Struct(List.of(new Column("role", TEXT), new Column("content", TEXT))));
    }
}
