package hone.export;

import hone.archive.ArchivedTable;
import hone.contract.Wire;
import hone.project.Project;
import hone.web.SqlSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.Deflater;

/**
 * A project whole, as an archive that another Hone takes in: a header, the rows of each table as PostgreSQL writes them, the
 * checkpoints of its models, and at the end what all of it comes to. It holds no time of its own, so the same project is the same
 * bytes.
 */
final class WriteProject implements ExportBody {
    private final Project project;
    private final ExportAsked.People people;
    private final Pseudonyms pseudonyms;
    private final List<ArchiveTables.Shape> tables;
    private final int schema;
    private final List<Path> checkpoints;

    /**
     * @param schema the newest migration here
     * @param checkpoints folders, each named by its address
     */
    WriteProject(
            Project project,
            ExportAsked.People people,
            Pseudonyms pseudonyms,
            List<ArchiveTables.Shape> tables,
            int schema,
            List<Path> checkpoints) {
        this.project = project;
        this.people = people;
        this.pseudonyms = pseudonyms;
        this.tables = List.copyOf(tables);
        this.schema = schema;
        this.checkpoints = List.copyOf(checkpoints);
    }

    @Override
    public void write(SqlSnapshot snapshot, OutputStream out, Progress progress)
            throws IOException, InterruptedException {
        long rows = 0;
        Map<String, ArchiveHeader.Part> parts = new LinkedHashMap<>();
        // Most of it is texts, which pack well even so; a tighter packing takes three times as long.
        try (Archive zip = new Archive(out, Deflater.BEST_SPEED)) {
            zip.entry(ArchiveHeader.ENTRY, entry -> entry.write(Wire.bytes(header())));
            for (ArchiveTables.Shape table : tables) {
                ArchiveHeader.Part part = rows(snapshot, zip, table);
                parts.put(table.name(), part);
                rows += part.rows();
                progress.told(report(parts, rows));
            }
            for (Path checkpoint : checkpoints) {
                copy(zip, checkpoint);
                progress.told(report(parts, rows));
            }
            ArchiveHeader.Contents contents = new ArchiveHeader.Contents(
                    parts, checkpoints.stream().map(WriteProject::name).toList());
            zip.entry(ArchiveHeader.Contents.ENTRY, entry -> entry.write(Wire.bytes(contents)));
        }
        progress.told(report(parts, rows));
    }

    private static ExportReport report(Map<String, ArchiveHeader.Part> parts, long rows) {
        long judgments = parts.containsKey("judgment") ? parts.get("judgment").rows() : 0;
        return new ExportReport(rows, judgments, rows, 0, Map.of(), List.of());
    }

    private ArchiveHeader header() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        tables.forEach(table -> columns.put(table.name(), table.columns()));
        return new ArchiveHeader(
                ArchiveHeader.ARCHIVE,
                ArchiveHeader.VERSION,
                schema,
                new ArchiveHeader.Project(project.id, project.slug, project.name),
                people == ExportAsked.People.BY_NAME,
                columns);
    }

    private ArchiveHeader.Part rows(SqlSnapshot snapshot, Archive zip, ArchiveTables.Shape table)
            throws IOException, InterruptedException {
        MessageDigest digest = Wire.sha256();
        long[] rows = {0};
        zip.entry(
                ArchiveHeader.ROWS + table.name() + ArchiveHeader.ROWS_END,
                entry -> rows[0] = copied(snapshot, table, new DigestOutputStream(entry, digest)));
        return new ArchiveHeader.Part(rows[0], HexFormat.of().formatHex(digest.digest()));
    }

    private long copied(SqlSnapshot snapshot, ArchiveTables.Shape table, OutputStream out) throws IOException {
        return snapshot.copyOut(
                "copy (select %s from %s x where %s order by %s) to stdout"
                        .formatted(
                                table.columns().stream()
                                        .map(column -> stored(snapshot, table, column))
                                        .collect(Collectors.joining(", ")),
                                table.name(),
                                condition(table),
                                table.key().stream().map(key -> "x." + key).collect(Collectors.joining(", "))),
                out);
    }

    private String condition(ArchiveTables.Shape table) {
        return table.table()
                .rows()
                .replace(ArchivedTable.REFERENCED, referenced(table.name()))
                .replace(ArchivedTable.PROJECT, "'" + project.id + "'");
    }

    /** The ids of a table's rows that rows of other tables of the archive refer to. */
    private String referenced(String target) {
        List<String> found = new ArrayList<>();
        for (ArchiveTables.Shape table : tables) {
            // Of rows that are themselves found by what refers to them only those that surely belong to the project are
            // asked.
            String rows = table.table().arriving();
            if (rows.contains(ArchivedTable.REFERENCED)) {
                continue;
            }
            for (String column : table.referringTo(target)) {
                found.add("select x.%s from %s x where x.%1$s is not null and (%3$s)"
                        .formatted(column, table.name(), rows));
            }
        }
        return String.join(" union ", found);
    }

    private String stored(SqlSnapshot snapshot, ArchiveTables.Shape table, String column) {
        if (people == ExportAsked.People.BY_NAME || !table.name().equals("labeler")) {
            return table.stored(column);
        }
        return switch (column) {
            case "subject", "issuer" -> "null";
            case "username", "display_name" -> pseudonym(snapshot, table);
            default -> table.stored(column);
        };
    }

    /** People are few: each pseudonym stands in the statement. */
    private String pseudonym(SqlSnapshot snapshot, ArchiveTables.Shape table) {
        List<UUID> ids = snapshot.list(
                "select x.id from %s x where %s order by x.id".formatted(table.name(), condition(table)),
                c -> c.id("id"));
        if (ids.isEmpty()) {
            return "''";
        }
        return "case x.id %s end"
                .formatted(ids.stream()
                        .map(id -> "when '%s' then '%s'".formatted(id, pseudonyms.of(id)))
                        .collect(Collectors.joining(" ")));
    }

    private static void copy(Archive zip, Path checkpoint) throws IOException, InterruptedException {
        for (Path file : Checkpoints.files(checkpoint)) {
            zip.entry(
                    ArchiveHeader.CHECKPOINTS + name(checkpoint) + "/" + name(file), entry -> Files.copy(file, entry));
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
