package hone.export;

import hone.archive.ArchivedTable;
import hone.audit.Audit;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.labeler.ArrivePeople;
import hone.model.ArriveBaseModels;
import hone.project.Slug;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jboss.logging.Logger;

/**
 * Takes in a project that another Hone wrote, in one transaction: what is read first lies in tables of the transaction alone, and
 * only a whole archive becomes rows. Ids stay, so the same archive again changes nothing.
 */
@ApplicationScoped
class TakeInProject {
    private static final Logger LOG = Logger.getLogger(TakeInProject.class);
    private static final int SECONDS_MAX = 3_600;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final long ROWS_WORTH_STATISTICS = 1_000;

    private final Sql sql;
    private final ArchiveTables tables;
    private final SchemaVersion schema;
    private final ArrivePeople people;
    private final ArriveBaseModels models;
    private final ArrivingCheckpoints.Repo checkpoints;
    private final Audit audit;

    TakeInProject(
            Sql sql,
            ArchiveTables tables,
            SchemaVersion schema,
            ArrivePeople people,
            ArriveBaseModels models,
            ArrivingCheckpoints.Repo checkpoints,
            Audit audit) {
        this.sql = sql;
        this.tables = tables;
        this.schema = schema;
        this.people = people;
        this.models = models;
        this.checkpoints = checkpoints;
        this.audit = audit;
    }

    /**
     * What came of it.
     *
     * @param slug the project's name in addresses here
     * @param rows that were added; none when the project was here already
     * @param remarks what is worth knowing
     */
    record TakenIn(String slug, String name, long rows, long judgments, List<String> remarks) {
        public boolean added() {
            return rows > 0;
        }
    }

    /** @throws ArchiveRefused when it is none, broken, or of a newer Hone; nothing of it is here then */
    TakenIn read(InputStream archive, ArrivePeople.Names names, UUID by) {
        try (ArrivingCheckpoints arriving = checkpoints.open()) {
            TakenIn taken = QuarkusTransaction.requiringNew()
                    .timeout(SECONDS_MAX)
                    .call(() -> inOneTransaction(new Reading(archive, names, by, arriving)));
            arriving.stay();
            return taken;
        } catch (Sql.SqlFailed e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Reading(InputStream archive, ArrivePeople.Names names, UUID by, ArrivingCheckpoints checkpoints) {}

    private TakenIn inOneTransaction(Reading reading) {
        try (ZipInputStream zip = new ZipInputStream(reading.archive())) {
            ArchiveHeader header = header(zip);
            Optional<String> here = sql.first(
                    "select slug from project where id = ?",
                    c -> c.text("slug"),
                    header.project().id());
            if (here.isPresent()) {
                return new TakenIn(
                        here.get(),
                        header.project().name(),
                        0,
                        0,
                        List.of("This project is here already, so nothing was added."));
            }
            List<ArchiveTables.Shape> known = known(header);
            stage(header, known);
            compare(readAll(zip, header, reading.checkpoints()));
            reading.checkpoints().check();
            return settle(header, known, reading);
        } catch (ZipException e) {
            throw new ArchiveRefused("This archive is damaged (" + e.getMessage()
                    + "), so nothing of it was taken. Export the project again.");
        } catch (java.io.EOFException e) {
            throw brokenOff();
        } catch (IOException e) {
            LOG.warnf(
                    "an archive could not be read to its end: %s", e.getClass().getName());
            throw brokenOff();
        }
    }

    // ── the header ──

    private ArchiveHeader header(ZipInputStream zip) throws IOException {
        ZipEntry first = zip.getNextEntry();
        if (first == null || !first.getName().equals(ArchiveHeader.ENTRY)) {
            throw new ArchiveRefused(
                    "This is no archive of a project: those are written by ./hone export --project KEY --all.");
        }
        ArchiveHeader header = json(zip, ArchiveHeader.class);
        if (!header.archive().equals(ArchiveHeader.ARCHIVE)) {
            throw new ArchiveRefused("This is no archive of a project, but says it is “" + header.archive() + "”.");
        }
        if (header.version() > ArchiveHeader.VERSION || header.schema() > schema.newest()) {
            throw new ArchiveRefused(
                    "This archive was written by a newer Hone (layout " + header.version() + ", tables "
                            + header.schema() + "; this one reads layout " + ArchiveHeader.VERSION + ", tables "
                            + schema.newest()
                            + "). Bring this Hone up to date, then import it.");
        }
        return header;
    }

    private List<ArchiveTables.Shape> known(ArchiveHeader header) {
        List<ArchiveTables.Shape> all = tables.inOrder();
        Map<String, ArchiveTables.Shape> byName =
                all.stream().collect(Collectors.toMap(ArchiveTables.Shape::name, table -> table));
        header.tables().forEach((table, columns) -> {
            ArchiveTables.Shape shape = byName.get(table);
            if (shape == null || !shape.columns().containsAll(columns)) {
                throw new ArchiveRefused(
                        "This archive holds " + table + " as this Hone does not know it, so nothing of it was taken.");
            }
        });
        return all.stream()
                .filter(table -> header.tables().containsKey(table.name()))
                .toList();
    }

    // ── reading ──

    private static String staged(String table) {
        return "arriving_" + table;
    }

    private void stage(ArchiveHeader header, List<ArchiveTables.Shape> known) {
        for (ArchiveTables.Shape table : known) {
            sql.run("create temp table %s on commit drop as select %s from %s limit 0"
                    .formatted(staged(table.name()), String.join(", ", columns(header, table)), table.name()));
        }
    }

    private static List<String> columns(ArchiveHeader header, ArchiveTables.Shape table) {
        return header.tables().getOrDefault(table.name(), List.of());
    }

    private record Read(Map<String, ArchiveHeader.Part> parts, Optional<ArchiveHeader.Contents> contents) {}

    private Read readAll(ZipInputStream zip, ArchiveHeader header, ArrivingCheckpoints checkpoints) throws IOException {
        Map<String, ArchiveHeader.Part> parts = new TreeMap<>();
        Optional<ArchiveHeader.Contents> contents = Optional.empty();
        ZipEntry entry = zip.getNextEntry();
        while (entry != null) {
            String name = entry.getName();
            if (name.startsWith(ArchiveHeader.ROWS) && name.endsWith(ArchiveHeader.ROWS_END)) {
                String table =
                        name.substring(ArchiveHeader.ROWS.length(), name.length() - ArchiveHeader.ROWS_END.length());
                if (!header.tables().containsKey(table) || parts.containsKey(table)) {
                    throw new ArchiveRefused("This archive holds " + name + ", of which its header says nothing.");
                }
                parts.put(table, rows(zip, table, header.tables().getOrDefault(table, List.of())));
            } else if (name.startsWith(ArchiveHeader.CHECKPOINTS)) {
                checkpoints.take(name.substring(ArchiveHeader.CHECKPOINTS.length()), zip);
            } else if (name.equals(ArchiveHeader.Contents.ENTRY)) {
                contents = Optional.of(json(zip, ArchiveHeader.Contents.class));
            }
            entry = zip.getNextEntry();
        }
        return new Read(parts, contents);
    }

    private ArchiveHeader.Part rows(ZipInputStream zip, String table, List<String> columns) throws IOException {
        MessageDigest digest = Wire.sha256();
        try {
            long rows = sql.copyIn(
                    "copy %s (%s) from stdin".formatted(staged(table), String.join(", ", columns)),
                    new DigestInputStream(zip, digest));
            return new ArchiveHeader.Part(rows, HexFormat.of().formatHex(digest.digest()));
        } catch (Sql.SqlFailed e) {
            throw new ArchiveRefused("The rows of " + table + " in this archive can't be read (" + reason(e)
                    + "), so nothing of it was taken.");
        }
    }

    private static void compare(Read read) {
        ArchiveHeader.Contents contents = read.contents().orElseThrow(TakeInProject::brokenOff);
        if (!new TreeMap<>(contents.tables()).equals(read.parts())) {
            throw new ArchiveRefused(
                    "This archive holds other rows than it says at its end, so it is damaged or was changed. Nothing of it was taken.");
        }
    }

    private static ArchiveRefused brokenOff() {
        return new ArchiveRefused(
                "This archive breaks off before its end, so nothing of it was taken. Export the project again.");
    }

    private static <T> T json(ZipInputStream zip, Class<T> shape) throws IOException {
        try {
            return Wire.read(zip.readAllBytes(), shape);
        } catch (UnreadableMessage e) {
            throw new ArchiveRefused("This archive does not say what it holds: " + e.getMessage());
        }
    }

    // ── rows of the transaction become rows of all ──

    private TakenIn settle(ArchiveHeader header, List<ArchiveTables.Shape> known, Reading reading) {
        UUID project = header.project().id();
        List<String> remarks = new ArrayList<>(reading.checkpoints().remarks());
        map("people", people.arrive(stagedPeople(), reading.names()));
        map("models", models.arrive(stagedModels(), Instant.now()));
        sql.run("delete from %s where project_id is null".formatted(staged("model_version")));
        String slug = slug(header.project());
        if (!slug.equals(header.project().slug())) {
            remarks.add("There is a project " + header.project().slug() + " here, so this one is called " + slug + ".");
        }
        sql.run("update %s set slug = ?".formatted(staged("project")), slug);
        // What refers to each other in a circle is checked when all of it is there.
        sql.run("set constraints all deferred");
        long rows = 0;
        for (ArchiveTables.Shape table : known) {
            rows += table.name().equals("labeler") ? 0 : insert(table, columns(header, table), project);
        }
        long judgments = sql.number("select count(*) from %s".formatted(staged("judgment")));
        audit.note(
                Optional.of(reading.by()),
                Optional.of(project),
                "project.taken-in",
                project.toString(),
                Map.of("slug", slug, "rows", rows, "judgments", judgments),
                Instant.now());
        return new TakenIn(slug, header.project().name(), rows, judgments, remarks);
    }

    private long insert(ArchiveTables.Shape table, List<String> columns, UUID project) {
        long all = sql.number("select count(*) from %s".formatted(staged(table.name())));
        int inserted = sql.run("insert into %s (%s) select %s from %s x where %s"
                .formatted(
                        table.name(),
                        String.join(", ", columns),
                        columns.stream().map(column -> mapped(table, column)).collect(Collectors.joining(", ")),
                        staged(table.name()),
                        table.table().arriving().replace(ArchivedTable.PROJECT, "'" + project + "'")));
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

    private List<ArrivePeople.Person> stagedPeople() {
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

    private List<ArriveBaseModels.Base> stagedModels() {
        return sql.list(
                "select id, name, sha256, chat_template from %s where project_id is null order by id"
                        .formatted(staged("model_version")),
                c -> new ArriveBaseModels.Base(c.id("id"), c.text("name"), c.text("sha256"), c.text("chat_template")));
    }

    private String slug(ArchiveHeader.Project project) {
        String slug = Slug.of(project.slug());
        for (int i = 2; taken(slug); i++) {
            slug = Slug.of(project.slug() + "-" + i);
        }
        return slug;
    }

    private boolean taken(String slug) {
        return sql.number("select count(*) from project where slug = ?", slug) > 0;
    }

    private static ArchiveRefused refused(Sql.SqlFailed e) {
        if (e.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
            return new ArchiveRefused(
                    "Some rows of this archive are here already, in another project, so nothing of it was taken.");
        }
        throw e;
    }

    private static String reason(Sql.SqlFailed e) {
        return e.getCause() == null
                ? ""
                : String.valueOf(e.getCause().getMessage()).lines().findFirst().orElse("");
    }
}
