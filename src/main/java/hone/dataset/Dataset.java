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

/** Frozen accepted judgments: once it exists, it never changes. */
@Entity
public class Dataset {
    @Id
    public UUID id;

    @Column(name = "project_id")
    public UUID projectId;

    /** Counted from 1 within the project; people refer to it by this number. */
    public int number;

    public String sha256;
    public long rows;

    @Column(name = "held_out_percent")
    public int heldOutPercent;

    /** As first published; a repetition has its own attempt number. */
    @JdbcTypeCode(SqlTypes.JSON)
    public Manifest manifest;

    /** Which judgments it was frozen from. */
    @JdbcTypeCode(SqlTypes.JSON)
    public Definition definition;

    /** Null if frozen by a version that did not count. */
    @JdbcTypeCode(SqlTypes.JSON)
    public @Nullable Summary summary;

    /** Rows whose text has since been deleted on request. */
    @Column(name = "deleted_rows")
    public long deletedRows;

    /** How many rows, from the first on, can be searched. */
    public long searchable;

    /** Null: Hone itself, for a round of the weekly schedule. */
    @Column(name = "created_by")
    public @Nullable UUID createdBy;

    @Column(name = "created_at")
    public Instant createdAt;

    /** Rows with an answer to learn: without any, supervised fine-tuning has nothing to do. */
    public long demonstrations() {
        return RowKind.WRITTEN.in(manifest.kinds());
    }

    /** Why nothing can be trained on it any more; empty while it is whole. */
    public Optional<String> whyNotWhole() {
        return deletedRows == 0
                ? Optional.empty()
                : Optional.of("Dataset " + number + " holds " + deletedRows
                        + " rows that were deleted on request since. Freeze a new one, which is without them.");
    }

    public long withoutRow() {
        return manifest.ties() + manifest.bothBad();
    }

    public long pairs() {
        return RowKind.PAIR.in(manifest.kinds());
    }

    public long rated() {
        return RowKind.RATED.in(manifest.kinds());
    }

    /** The project's prompts on their own, for PPO to answer. */
    public long prompts() {
        return RowKind.PROMPT.in(manifest.kinds());
    }

    /** Texts to pre-train on. */
    public long documents() {
        return RowKind.DOCUMENT.in(manifest.kinds());
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

        /** The numbers of the project's newest two hundred, newest first, without one of them. */
        public List<Integer> numbersBeside(UUID project, int number) {
            return getEntityManager()
                    .createQuery(
                            "select d.number from Dataset d where d.projectId = ?1 and d.number <> ?2 order by d.number desc",
                            Integer.class)
                    .setParameter(1, project)
                    .setParameter(2, number)
                    .setMaxResults(200)
                    .getResultList();
        }

        public List<Dataset> of(UUID project) {
            return list("projectId = ?1 order by number desc", project);
        }
    }
}
