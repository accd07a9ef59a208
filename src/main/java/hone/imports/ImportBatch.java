package hone.imports;

import hone.web.NotFound;
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
import org.jspecify.annotations.Nullable;

/** One file that was read, and what it brought. The counts grow with every stretch of it that is stored. */
@Entity
@Table(name = "import_batch")
public class ImportBatch {
    @Id
    public UUID id;

    @Column(name = "project_id")
    public UUID projectId;

    @Column(name = "file_name")
    public String fileName;

    /** {@code prompts} or {@code trees}. */
    public String format;

    @Column(name = "imported_by")
    public @Nullable UUID importedBy;

    @Column(name = "imported_at")
    public Instant importedAt;

    @Column(name = "prompts_new")
    public int promptsNew;

    /** Prompts that were there already. */
    @Column(name = "prompts_old")
    public int promptsOld;

    @Column(name = "answers_new")
    public int answersNew;

    @Column(name = "answers_old")
    public int answersOld;

    public int refused;

    /** What stands in the file up to this line is stored or refused; what comes after is not. */
    @Column(name = "lines_read")
    public int linesRead;

    @Column(name = "bytes_read")
    public long bytesRead;

    /** Of the file as it was sent; 0: not known. */
    @Column(name = "bytes_all")
    public long bytesAll;

    @Column(name = "cancel_asked_at")
    public @Nullable Instant cancelAskedAt;

    @Column(name = "lease_until")
    public Instant leaseUntil;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;

    /** An {@link Outcome} by its wire name; null while it is read. */
    public @Nullable String outcome;

    @Column(name = "ended_because")
    public @Nullable String endedBecause;

    static ImportBatch of(UUID project, String fileName, long bytes, @Nullable UUID by, Instant now) {
        ImportBatch batch = new ImportBatch();
        batch.id = Uuid7.next();
        batch.projectId = project;
        batch.fileName = fileName;
        batch.format = "prompts";
        batch.importedBy = by;
        batch.importedAt = now;
        batch.bytesAll = bytes;
        batch.leaseUntil = now.plus(ImportLimits.LEASE);
        return batch;
    }

    /** How reading a file ended. */
    enum Outcome {
        /** To its end. */
        READ("read"),
        /** Somebody asked for it. */
        CANCELLED("cancelled"),
        /** The program that sent it went away. */
        HUNG_UP("hung-up"),
        /** It has more lines than are taken. */
        LINES("lines"),
        /** It took too long. */
        TIME("time"),
        /** Too many of its lines were refused. */
        REFUSALS("refusals"),
        /** A packed file that is broken, a list that does not end, a fault of ours. */
        UNREADABLE("unreadable");

        private final String wireName;

        Outcome(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /** {@code reading}, {@code cancelling}, {@code lost} when its reader died, or how it ended. */
    String state(Instant now) {
        if (outcome != null) {
            return outcome;
        }
        if (leaseUntil.isBefore(now)) {
            return "lost";
        }
        return cancelAskedAt == null ? "reading" : "cancelling";
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<ImportBatch, UUID> {
        List<ImportBatch> of(UUID project) {
            return find("projectId = ?1 order by id desc", project).page(0, 100).list();
        }

        ImportBatch of(UUID project, UUID id) {
            return find("id = ?1 and projectId = ?2", id, project)
                    .firstResultOptional()
                    .orElseThrow(() -> new NotFound("import " + id));
        }
    }
}
