package hone.export;

import hone.audit.Audit;
import hone.labeler.ArrivePeople;
import hone.model.ArriveBaseModels;
import hone.project.Slug;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Takes in a project that another Hone wrote, in one transaction: only a whole archive becomes rows. The same archive again changes
 * nothing, except that checkpoints which are missing here come.
 */
@ApplicationScoped
public class TakeInProject {
    private static final int SECONDS_MAX = 3_600;
    private static final int PIECE_BYTES = 1 << 16;
    private static final String UNIQUE_VIOLATION = "23505";

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
     * Reads it to its end; within a transaction that runs already, it is part of that one.
     *
     * @param by whoever asks for it; empty when Hone itself does
     * @throws ArchiveRefused when it is none, broken, or of a newer Hone; nothing of it is here then
     */
    public TakenIn read(InputStream archive, ArrivePeople.Names names, Optional<UUID> by) {
        try (ArchiveContent content = new ArchiveContent(archive);
                ArrivingCheckpoints arriving = checkpoints.open()) {
            return QuarkusTransaction.joiningExisting()
                    .timeout(SECONDS_MAX)
                    .call(() -> inOneTransaction(content, names, by, arriving));
        } catch (Sql.SqlFailed e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TakenIn inOneTransaction(
            ArchiveContent content, ArrivePeople.Names names, Optional<UUID> by, ArrivingCheckpoints arriving)
            throws IOException {
        ArchiveHeader header = content.header();
        refuseNewer(header);
        Optional<String> here = sql.first(
                "select slug from project where id = ?",
                c -> c.text("slug"),
                header.project().id());
        if (here.isPresent()) {
            return again(content, header, here.get(), arriving);
        }
        StagedRows rows = StagedRows.of(sql, header, tables.inOrder());
        content.rest(header, rows, arriving);
        arriving.check(Set.copyOf(rows.checkpoints()));
        return settle(header, rows, names, by, arriving);
    }

    private void refuseNewer(ArchiveHeader header) {
        if (header.version() > ArchiveHeader.VERSION || header.schema() > schema.newest()) {
            throw new ArchiveRefused(
                    "This archive was written by a newer Hone (layout " + header.version() + ", tables "
                            + header.schema() + "; this one reads layout " + ArchiveHeader.VERSION + ", tables "
                            + schema.newest()
                            + "). Bring this Hone up to date, then import it.");
        }
    }

    private TakenIn again(ArchiveContent content, ArchiveHeader header, String slug, ArrivingCheckpoints arriving)
            throws IOException {
        content.rest(header, (table, rows) -> lines(rows), arriving);
        arriving.check(Set.copyOf(sql.list(
                "select sha256 from model_version where project_id = ? or project_id is null",
                c -> c.text("sha256"),
                header.project().id())));
        int brought = arriving.stay();
        List<String> remarks = new ArrayList<>(List.of(
                brought == 0
                        ? "This project is here already, so nothing was added."
                        : "This project is here already; of its models, the files of " + brought
                                + " were missing and were added."));
        remarks.addAll(arriving.remarks());
        return new TakenIn(slug, header.project().name(), 0, 0, brought, remarks);
    }

    /** What is here already is read for its hash alone. In this form a row is a line: breaks in texts are escaped. */
    private static long lines(InputStream rows) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        long lines = 0;
        for (int read = rows.read(piece); read >= 0; read = rows.read(piece)) {
            for (int i = 0; i < read; i++) {
                lines += piece[i] == '\n' ? 1 : 0;
            }
        }
        return lines;
    }

    private TakenIn settle(
            ArchiveHeader header,
            StagedRows staged,
            ArrivePeople.Names names,
            Optional<UUID> by,
            ArrivingCheckpoints arriving)
            throws IOException {
        ArchiveHeader.Project project = header.project();
        List<String> remarks = new ArrayList<>(arriving.remarks());
        String slug = slug(project);
        if (!slug.equals(project.slug())) {
            remarks.add("There is a project " + project.slug() + " here, so this one is called " + slug + ".");
        }
        long judgments = staged.judgments();
        long rows = staged.settle(
                slug, people.arrive(staged.people(), names), models.arrive(staged.baseModels(), Instant.now()));
        audit.note(
                by,
                Optional.of(project.id()),
                "project.taken-in",
                project.id().toString(),
                Map.of("slug", slug, "rows", rows, "judgments", judgments),
                Instant.now());
        // Before the commit: a model with no files would be asked for, while files that no model has are in nobody's
        // way.
        return new TakenIn(slug, project.name(), rows, judgments, arriving.stay(), remarks);
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

    private static RuntimeException refused(Sql.SqlFailed e) {
        if (e.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
            return new ArchiveRefused(
                    "Some rows of this archive are here already, in another project, so nothing of it was taken.");
        }
        return e;
    }
}
