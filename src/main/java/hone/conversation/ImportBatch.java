package hone.conversation;

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

    static ImportBatch of(UUID project, String fileName, @Nullable UUID by, Instant now) {
        ImportBatch batch = new ImportBatch();
        batch.id = Uuid7.next();
        batch.projectId = project;
        batch.fileName = fileName;
        batch.format = "prompts";
        batch.importedBy = by;
        batch.importedAt = now;
        return batch;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<ImportBatch, UUID> {
        List<ImportBatch> of(UUID project) {
            return find("projectId = ?1 order by id desc", project).page(0, 100).list();
        }
    }
}
