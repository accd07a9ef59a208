package hone.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A table whose rows go with a project.
 *
 * @param rows a condition of SQL about a row {@code x}: {@link #PROJECT} in it stands for the project's id, {@link #REFERENCED} for
 *     the ids that rows of other archived tables refer to
 * @param arriving the condition that a row must meet to be taken in elsewhere
 * @param columns what stands in a column in place of what is stored; empty: the column is made anew where the row arrives
 * @param references columns that hold ids of other tables, where no foreign key says so → the table
 */
public record ArchivedTable(
        String name,
        String rows,
        String arriving,
        Map<String, Optional<String>> columns,
        Map<String, String> references) {
    public static final String PROJECT = "{project}";
    public static final String REFERENCED = "{referenced}";

    public ArchivedTable {
        columns = Map.copyOf(columns);
        references = Map.copyOf(references);
    }

    /** A table that names its project. */
    public static ArchivedTable of(String name) {
        return of(name, "x.project_id = {project}");
    }

    public static ArchivedTable of(String name, String rows) {
        return new ArchivedTable(name, rows, rows, Map.of(), Map.of());
    }

    /** For a table whose rows are found by others that refer to them. */
    public ArchivedTable arrivingWhere(String condition) {
        return new ArchivedTable(name, rows, condition, columns, references);
    }

    /** The column is not archived: the default of the place where the row arrives holds. */
    public ArchivedTable without(String column) {
        return with(column, Optional.empty());
    }

    /** The archive holds what an expression about the row {@code x} says. */
    public ArchivedTable with(String column, String expression) {
        return with(column, Optional.of(expression));
    }

    private ArchivedTable with(String column, Optional<String> expression) {
        Map<String, Optional<String>> changed = new LinkedHashMap<>(columns);
        changed.put(column, expression);
        return new ArchivedTable(name, rows, arriving, changed, references);
    }

    /** The column holds ids of a table, foreign key or not: its rows come first, and ids that are others elsewhere are put right. */
    public ArchivedTable refersTo(String column, String table) {
        Map<String, String> changed = new LinkedHashMap<>(references);
        changed.put(column, table);
        return new ArchivedTable(name, rows, arriving, columns, changed);
    }
}
