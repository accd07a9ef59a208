package hone.imports;

import hone.contract.Wire;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** An imported file and its counts, which grow with every stretch of it that is stored. */
@Entity
@Table(name = "import_batch")
public class ImportBatch {
    @Id
    public UUID id;

    @Column(name = "project_id")
    public UUID projectId;

    @Column(name = "file_name")
    public String fileName;

    /** By its name in {@code hone.format}; empty before it is known. */
    public String format;

    @Column(name = "imported_by")
    public @Nullable UUID importedBy;

    @Column(name = "imported_at")
    public Instant importedAt;

    @Column(name = "prompts_new")
    public int promptsNew;

    /** Prompts that existed before. */
    @Column(name = "prompts_old")
    public int promptsOld;

    @Column(name = "answers_new")
    public int answersNew;

    @Column(name = "answers_old")
    public int answersOld;

    /** Texts to pre-train on. */
    @Column(name = "documents_new")
    public int documentsNew;

    @Column(name = "documents_old")
    public int documentsOld;

    public int refused;

    /** Decisions that came with the prompts. */
    @Column(name = "judgments_new")
    public int judgmentsNew;

    @Column(name = "judgments_old")
    public int judgmentsOld;

    @Column(name = "tasks_new")
    public int tasksNew;

    /** New prompts that say nearly the same as an earlier one. */
    @Column(name = "near_duplicates")
    public int nearDuplicates;

    /** Those of them that were left out because the admin chose so. */
    public int skipped;

    @JdbcTypeCode(SqlTypes.JSON)
    public ImportChoices choices;

    /** Null while it waits to be started. */
    @Column(name = "begun_at")
    public @Nullable Instant begunAt;

    /** Everything up to this line is stored or refused; what follows is not. */
    @Column(name = "lines_read")
    public int linesRead;

    @Column(name = "bytes_read")
    public long bytesRead;

    /** Of the file as it was sent; 0 if unknown. */
    @Column(name = "bytes_all")
    public long bytesAll;

    @Column(name = "cancel_asked_at")
    public @Nullable Instant cancelAskedAt;

    @Column(name = "lease_until")
    public Instant leaseUntil;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;

    /** How reading ended: an {@link ImportState} by its wire name; null while it is read. */
    public @Nullable String outcome;

    @Column(name = "ended_because")
    public @Nullable String endedBecause;

    /** Whether what it brought counts: a {@link Standing} by its wire name, which other statements write. */
    @Column(insertable = false, updatable = false)
    public String standing = Standing.STANDS.wireName();

    Standing stands() {
        return Standing.of(standing);
    }

    /** An import that is read at once. */
    static ImportBatch of(UUID project, String fileName, long bytes, @Nullable UUID by, Instant now) {
        ImportBatch batch = waiting(project, fileName, bytes, by, now);
        batch.begunAt = now;
        return batch;
    }

    /** An import that is read once somebody has started it. */
    static ImportBatch waiting(UUID project, String fileName, long bytes, @Nullable UUID by, Instant now) {
        ImportBatch batch = new ImportBatch();
        batch.id = Uuid7.next();
        batch.projectId = project;
        batch.fileName = fileName;
        batch.format = "";
        batch.choices = ImportChoices.DEFAULT;
        batch.importedBy = by;
        batch.importedAt = now;
        batch.bytesAll = bytes;
        batch.leaseUntil = now.plus(ImportLimits.LEASE);
        return batch;
    }

    ImportState state(Instant now) {
        if (outcome != null) {
            return ImportState.of(outcome);
        }
        if (leaseUntil.isBefore(now)) {
            return ImportState.LOST;
        }
        if (begunAt == null) {
            return ImportState.WAITING;
        }
        return cancelAskedAt == null ? ImportState.READING : ImportState.CANCELLING;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<ImportBatch, UUID> {
        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        List<ImportBatch> of(UUID project) {
            return find("projectId = ?1 order by id desc", project).page(0, 100).list();
        }

        /** Replaces the choices, as long as it has not been started. */
        ImportChoices choices(UUID id) {
            return sql.first(
                            "select choices from import_batch where id = ?",
                            c -> Wire.read(c.text("choices"), ImportChoices.class),
                            id)
                    .orElseThrow(() -> new NotFound("import " + id));
        }

        ImportBatch of(UUID project, UUID id) {
            return find("id = ?1 and projectId = ?2", id, project)
                    .firstResultOptional()
                    .orElseThrow(() -> new NotFound("import " + id));
        }
    }
}
