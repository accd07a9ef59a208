package hone.judgment;

import hone.contract.AnswerRef;
import hone.contract.GuidelineRef;
import hone.contract.JudgmentEvent;
import hone.contract.Message;
import hone.task.Assignment;
import hone.task.Task;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    /** @param verdict names answers, not sides: the form was read beside the presented order */
    public static Judgment of(
            Assignment assignment, Task task, Verdict verdict, Reasons reasons, boolean simulated, Instant now) {
        Judgment judgment = new Judgment();
        judgment.id = Uuid7.next();
        judgment.assignmentId = assignment.id;
        judgment.projectId = task.projectId;
        judgment.taskId = task.id;
        judgment.promptId = task.promptId;
        judgment.labelerId = assignment.labelerId;
        judgment.kind = task.kind;
        judgment.verdict = verdict;
        judgment.verdictVersion = Verdict.VERSION;
        judgment.rationale = reasons.why().isBlank() ? null : reasons.why();
        judgment.rules = reasons.rules().toArray(String[]::new);
        judgment.seconds =
                (int) Math.max(0, Duration.between(assignment.handedAt, now).toSeconds());
        judgment.simulated = simulated;
        judgment.judgedAt = now;
        return judgment;
    }

    /** From now on it is data. There is no other place where a judgment becomes that, whoever decided it. */
    public JudgmentEvent.JudgmentAccepted accept(
            GuidelineRef guideline, List<Message> prompt, List<AnswerRef> presented, Instant now) {
        acceptedAt = now;
        return new JudgmentEvent.JudgmentAccepted(
                id.toString(),
                projectId.toString(),
                taskId.toString(),
                promptId.toString(),
                labelerId.toString(),
                simulated,
                guideline,
                prompt,
                presented,
                verdict.judged(),
                List.of(rules),
                Optional.ofNullable(rationale),
                now);
    }

    /** It stays as a fact, but nothing learns from it any more. */
    public JudgmentEvent.JudgmentWithdrawn withdraw(String reason, Instant now) {
        withdrawnAt = now;
        return new JudgmentEvent.JudgmentWithdrawn(id.toString(), promptId.toString(), reason, now);
    }

    public boolean says(Verdict otherVerdict, Reasons reasons) {
        return verdict.equals(otherVerdict)
                && Objects.requireNonNullElse(rationale, "").equals(reasons.why())
                && List.of(rules).equals(reasons.rules());
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Judgment, UUID> {
        /** What counts now, oldest first. */
        public List<Judgment> accepted(UUID project) {
            return list(
                    "projectId = ?1 and acceptedAt is not null and withdrawnAt is null order by acceptedAt, id",
                    project);
        }

        /** The one that stands for an assignment. */
        public Optional<Judgment> standing(UUID assignment) {
            return find("assignmentId = ?1 and withdrawnAt is null", assignment).firstResultOptional();
        }

        /** A person's newest judgments that stand. */
        public List<Judgment> latest(UUID labeler, int max) {
            return find("labelerId = ?1 and withdrawnAt is null order by judgedAt desc, id desc", labeler)
                    .page(0, max)
                    .list();
        }

        public long since(UUID labeler, Instant start) {
            return count("labelerId = ?1 and withdrawnAt is null and judgedAt >= ?2", labeler, start);
        }
    }
}
