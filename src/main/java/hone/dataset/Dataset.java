package hone.dataset;

import hone.contract.DatasetRecord.Manifest;
import hone.web.NotFound;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Accepted judgments, frozen: from the moment it exists it never changes. */
@Entity
public class Dataset {
    @Id
    public UUID id;

    @Column(name = "project_id")
    public UUID projectId;

    /** Counts from 1 in its project; the name people use. */
    public int number;

    public String sha256;
    public long rows;

    @Column(name = "held_out_percent")
    public int heldOutPercent;

    /** As first published; a repetition names its own attempt. */
    @JdbcTypeCode(SqlTypes.JSON)
    public Manifest manifest;

    /** Null: Hone itself, for a round of the weekly schedule. */
    @Column(name = "created_by")
    public @Nullable UUID createdBy;

    @Column(name = "created_at")
    public Instant createdAt;

    /** Rows that show an answer to be learned: without one, supervised fine-tuning has nothing to do. */
    public long demonstrations() {
        return RowKind.WRITTEN.in(manifest.kinds());
    }

    public long withoutRow() {
        return manifest.ties() + manifest.bothBad();
    }

    public long pairs() {
        return RowKind.PAIR.in(manifest.kinds());
    }

    /** The project's prompts by themselves, for PPO to answer. */
    public long prompts() {
        return RowKind.PROMPT.in(manifest.kinds());
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Dataset, UUID> {
        public Dataset numbered(UUID project, int number) {
            return find("projectId = ?1 and number = ?2", project, number)
                    .firstResultOptional()
                    .orElseThrow(() -> new NotFound("dataset " + number));
        }

        public Optional<Dataset> newest(UUID project) {
            return find("projectId = ?1 order by number desc", project).firstResultOptional();
        }

        public List<Dataset> of(UUID project) {
            return list("projectId = ?1 order by number desc", project);
        }
    }
}
