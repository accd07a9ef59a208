package hone.export;

import hone.archive.ArchivedTable;
import hone.labeler.ArrivePeople;
import hone.model.ArriveBaseModels;
import hone.web.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The rows of an archive while it is read: in tables of the transaction alone, until all of them are there and become rows of the
 * app's tables. Ids stay, except those of people and base models who are known here already.
 */
final class StagedRows implements ArchiveContent.Rows {
    private static final long ROWS_WORTH_STATISTICS = 1_000;

    private final Sql sql;
    private final ArchiveHeader header;
    private final List<ArchiveTables.Shape> tables;

    private StagedRows(Sql sql, ArchiveHeader header, List<ArchiveTables.Shape> tables) {
        this.sql = sql;
        this.header = header;
        this.tables = tables;
    }

    /**
     * Makes room for them.
     *
     * @param all the tables of this Hone, in the order in which rows can be written
     * @throws ArchiveRefused when the archive holds tables or columns that are not among them
     */
    static StagedRows of(Sql sql, ArchiveHeader header, List<ArchiveTables.Shape> all) {
        Map<String, ArchiveTables.Shape> byName =
                all.stream().collect(Collectors.toMap(ArchiveTables.Shape::name, table -> table));
        header.tables().forEach((table, columns) -> {
            ArchiveTables.Shape shape = byName.get(table);
            if (shape == null || !shape.columns().containsAll(columns)) {
                throw new ArchiveRefused(
                        "This archive holds " + table + " as this Hone does not know it, so nothing of it was taken.");
            }
        });
        StagedRows staged = new StagedRows(
                sql,
                header,
                all.stream()
                        .filter(table -> header.tables().containsKey(table.name()))
                        .toList());
        staged.tables.forEach(table -> sql.run("create temp table %s on commit drop as select %s from %s limit 0"
                .formatted(staged(table.name()), String.join(", ", staged.columns(table.name())), table.name())));
        return staged;
    }

    private static String staged(String table) {
        return "arriving_" + table;
    }

    private List<String> columns(String table) {
        return header.tables().getOrDefault(table, List.of());
    }

    @Override
    public long take(String table, InputStream rows) throws IOException {
        try {
            return sql.copyIn(
                    "copy %s (%s) from stdin".formatted(staged(table), String.join(", ", columns(table))), rows);
        } catch (Sql.SqlFailed e) {
            throw new ArchiveRefused("The rows of " + table + " in this archive can't be read (" + reason(e)
                    + "), so nothing of it was taken.");
        }
    }

    private static String reason(Sql.SqlFailed e) {
        return e.getCause() == null
                ? ""
                : String.valueOf(e.getCause().getMessage()).lines().findFirst().orElse("");
    }

    List<ArrivePeople.Person> people() {
        return sql.list(
                "select id, username, display_name, simulated, subject, issuer, created_at from %s order by id"
                        .formatted(staged("labeler")),
                c -> new ArrivePeople.Person(
                        c.id("id"),
                        c.text("username"),
                        c.text("display_name"),
                        c.flag("simulated"),
                        c.maybeText("subject"),
                        c.maybeText("issuer"),
                        c.time("created_at")));
    }

    List<ArriveBaseModels.Base> baseModels() {
        return sql.list(
                "select id, name, sha256, chat_template, %s as facts from %s where project_id is null order by id"
                        .formatted(
                                // older archives say nothing of what was read
                                columns("model_version").contains("facts") ? "facts::text" : "null",
                                staged("model_version")),
                c -> new ArriveBaseModels.Base(
                        c.id("id"), c.text("name"), c.text("sha256"), c.text("chat_template"), c.maybeText("facts")));
    }

    /** The addresses of all checkpoints that the archive's models have. */
    List<String> checkpoints() {
        return sql.list("select sha256 from %s".formatted(staged("model_version")), c -> c.text("sha256"));
    }

    long judgments() {
        return sql.number("select count(*) from %s".formatted(staged("judgment")));
    }

    /**
     * Makes them rows of all.
     *
     * @param slug the project's name in addresses here
     * @param people the id that each person has here
     * @param models the id that each base model has here
     * @return how many
     */
    long settle(String slug, Map<UUID, UUID> people, Map<UUID, UUID> models) {
        map("people", people);
        map("models", models);
        sql.run("delete from %s where project_id is null".formatted(staged("model_version")));
        sql.run("update %s set slug = ?".formatted(staged("project")), slug);
        // What refers to each other in a circle is checked when all of it is there.
        sql.run("set constraints all deferred");
        return tables.stream()
                .filter(table -> !table.name().equals("labeler"))
                .mapToLong(this::insert)
                .sum();
    }

    private long insert(ArchiveTables.Shape table) {
        List<String> columns = columns(table.name());
        long all = sql.number("select count(*) from %s".formatted(staged(table.name())));
        int inserted = sql.run("insert into %s (%s) select %s from %s x where %s"
                .formatted(
                        table.name(),
                        String.join(", ", columns),
                        columns.stream().map(column -> mapped(table, column)).collect(Collectors.joining(", ")),
                        staged(table.name()),
                        table.table()
                                .arriving()
                                .replace(
                                        ArchivedTable.PROJECT,
                                        "'" + header.project().id() + "'")));
        if (inserted != all) {
            throw new ArchiveRefused("This archive holds rows of " + table.name()
                    + " that belong to no part of its project, so nothing of it was taken.");
        }
        if (all > ROWS_WORTH_STATISTICS) {
            sql.run("analyze " + table.name());
        }
        return all;
    }

    /** What a column says here: people and base models may have other ids. */
    private static String mapped(ArchiveTables.Shape table, String column) {
        if (table.referringTo("labeler").contains(column)) {
            return "(select m.here from arriving_ids_people m where m.there = x.%s)".formatted(column);
        }
        if (table.referringTo("model_version").contains(column)) {
            return "coalesce((select m.here from arriving_ids_models m where m.there = x.%1$s), x.%1$s)"
                    .formatted(column);
        }
        return "x." + column;
    }

    private void map(String what, Map<UUID, UUID> ids) {
        sql.run("create temp table arriving_ids_%s (there uuid primary key, here uuid not null) on commit drop"
                .formatted(what));
        List<Object[]> rows = new ArrayList<>();
        ids.forEach((there, here) -> rows.add(new Object[] {there, here}));
        sql.runAll("insert into arriving_ids_%s (there, here) values (?, ?)".formatted(what), rows);
    }
}
