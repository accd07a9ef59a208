package hone.export;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import hone.web.Sql;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of an archive, as their owners name them and as the database describes them: columns, key, and what refers to what. In
 * an order in which rows can be written, so that each comes after those it refers to.
 */
@ApplicationScoped
class ArchiveTables {
    private final List<TablesOfProject> owners;
    private final Sql sql;

    ArchiveTables(@All List<TablesOfProject> owners, Sql sql) {
        this.owners = List.copyOf(owners);
        this.sql = sql;
    }

    /**
     * @param columns those that are archived, in their order
     * @param key the columns that a row is found by, and ordered by
     */
    record Shape(ArchivedTable table, List<String> columns, List<String> key, List<Reference> references) {
        String name() {
            return table.name();
        }

        /** What the archive holds of a column of the row {@code x}. */
        String stored(String column) {
            return table.columns().getOrDefault(column, Optional.empty()).orElse("x." + column);
        }

        /** The columns that refer to rows of a table by their ids. */
        List<String> referringTo(String target) {
            return references.stream()
                    .filter(reference -> reference.target().equals(target))
                    .map(Reference::column)
                    .filter(columns::contains)
                    .toList();
        }
    }

    /** A column that holds ids of a table. */
    record Reference(String column, String target) {}

    private record Cell(String table, String column) {}

    private record Edge(String table, String column, String target, boolean single, boolean deferrable) {}

    /** Why each table that is not archived stays. */
    Map<String, String> staying() {
        Map<String, String> staying = new TreeMap<>();
        owners.forEach(owner -> staying.putAll(owner.staying()));
        return staying;
    }

    List<Shape> inOrder() {
        List<Cell> columns = sql.list("""
                select c.relname as name, a.attname as value from pg_attribute a join pg_class c on c.oid = a.attrelid
                where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0
                  and not a.attisdropped and a.attgenerated = ''
                order by c.relname, a.attnum""", ArchiveTables::cell);
        List<Cell> keys = sql.list("""
                select c.relname as name, a.attname as value from pg_index i join pg_class c on c.oid = i.indrelid
                cross join unnest(i.indkey) with ordinality k(number, place)
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
                where i.indisprimary and c.relnamespace = current_schema()::regnamespace
                order by c.relname, k.place""", ArchiveTables::cell);
        List<Edge> edges = sql.list(
                """
                select o.relname as name, t.relname as target, a.attname as value, cardinality(f.conkey) = 1 as single,
                  f.condeferrable as deferrable
                from pg_constraint f join pg_class o on o.oid = f.conrelid join pg_class t on t.oid = f.confrelid
                join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
                where f.contype = 'f' and f.connamespace = current_schema()::regnamespace
                order by o.relname, a.attname, t.relname""",
                c -> new Edge(
                        c.text("name"), c.text("value"), c.text("target"), c.flag("single"), c.flag("deferrable")));
        Map<String, Shape> shapes = new TreeMap<>();
        owners.stream().flatMap(owner -> owner.archived().stream()).forEach(table -> {
            Set<String> made = table.columns().entrySet().stream()
                    .filter(column -> column.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            shapes.put(
                    table.name(),
                    new Shape(
                            table,
                            values(columns, table.name()).stream()
                                    .filter(column -> !made.contains(column))
                                    .toList(),
                            values(keys, table.name()),
                            references(table, edges)));
        });
        return sorted(shapes, edges);
    }

    private static List<Reference> references(ArchivedTable table, List<Edge> edges) {
        return Stream.concat(
                        edges.stream()
                                .filter(edge -> edge.single() && edge.table().equals(table.name()))
                                .map(edge -> new Reference(edge.column(), edge.target())),
                        table.references().entrySet().stream()
                                .map(said -> new Reference(said.getKey(), said.getValue())))
                .distinct()
                .toList();
    }

    private static Cell cell(Sql.Cells c) throws java.sql.SQLException {
        return new Cell(c.text("name"), c.text("value"));
    }

    private static List<String> values(List<Cell> cells, String table) {
        return cells.stream()
                .filter(cell -> cell.table().equals(table))
                .map(Cell::column)
                .toList();
    }

    private static Stream<String> said(Map<String, Shape> shapes, String table) {
        return Optional.ofNullable(shapes.get(table)).stream()
                .flatMap(shape -> shape.table().references().values().stream());
    }

    /** What refers to each other in a circle is checked at the end of the transaction, so it says nothing about the order. */
    private static List<Shape> sorted(Map<String, Shape> shapes, List<Edge> edges) {
        Map<String, Set<String>> before = new LinkedHashMap<>();
        shapes.keySet()
                .forEach(table -> before.put(
                        table,
                        Stream.concat(
                                        edges.stream()
                                                .filter(edge -> edge.table().equals(table) && !edge.deferrable())
                                                .map(Edge::target),
                                        said(shapes, table))
                                .filter(target -> !target.equals(table) && shapes.containsKey(target))
                                .collect(Collectors.toCollection(TreeSet::new))));
        Set<String> done = new LinkedHashSet<>();
        while (done.size() < shapes.size()) {
            Set<String> next = new TreeSet<>(before.keySet());
            next.removeAll(done);
            next.removeIf(table -> !done.containsAll(before.getOrDefault(table, Set.of())));
            if (next.isEmpty()) {
                throw new IllegalStateException(
                        "tables refer to each other in a circle that is not deferrable: " + before);
            }
            done.addAll(next);
        }
        List<Shape> order = new ArrayList<>();
        done.forEach(table -> order.add(shapes.get(table)));
        return order;
    }
}
