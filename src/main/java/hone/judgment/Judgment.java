package hone.judgment;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One decision of one person on one assignment. It is a fact: undoing it writes a time, it never deletes. */
@Entity
public class Judgment {
    @Id
    public UUID id;

    @Column(name = "assignment_id")
    public UUID assignmentId;

    @Column(name = "project_id")
    public UUID projectId;

    @Column(name = "task_id")
    public UUID taskId;

    @Column(name = "prompt_id")
    public UUID promptId;

    @Column(name = "labeler_id")
    public UUID labelerId;

    public String kind;

    @JdbcTypeCode(SqlTypes.JSON)
    public Verdict verdict;

    @Column(name = "verdict_version")
    public int verdictVersion;

    public @Nullable String rationale;

    @JdbcTypeCode(SqlTypes.ARRAY)
    public String[] rules;

    public int seconds;
    public boolean simulated;

    @Column(name = "judged_at")
    public Instant judgedAt;

    @Column(name = "accepted_at")
    public @Nullable Instant acceptedAt;

    @Column(name = "withdrawn_at")
    public @Nullable Instant withdrawnAt;

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Judgment, UUID> {
        /** What counts now, oldest first. */
        public List<Judgment> accepted(UUID project) {
            return list(
                    "projectId = ?1 and acceptedAt is not null and withdrawnAt is null order by acceptedAt, id",
                    project);
        }
    }
}
