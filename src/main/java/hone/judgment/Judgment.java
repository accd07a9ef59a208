package hone.judgment;

import hone.contract.AnswerRef;
import hone.contract.GuidelineRef;
import hone.contract.JudgmentEvent;
import hone.contract.Message;
import hone.contract.Wire;
import hone.kind.WorkKind;
import hone.labeler.Labeler;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One decision of one person on one assignment. It is a fact: undoing it records a time and never deletes it. */
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

    public WorkKind kind;

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

    /** @param verdict names answers, not sides: the form was read against the presented order */
    public static Judgment of(Assignment assignment, Verdict verdict, Reasons reasons, Instant now) {
        Judgment judgment = new Judgment();
        judgment.id = Uuid7.next();
        judgment.assignmentId = assignment.id();
        judgment.projectId = assignment.project().id();
        judgment.taskId = assignment.slot().task();
        judgment.promptId = assignment.prompt().id();
        judgment.labelerId = assignment.person().id();
        judgment.kind = assignment.kind();
        judgment.verdict = verdict;
        judgment.verdictVersion = Verdict.VERSION;
        judgment.rationale = reasons.why().isBlank() ? null : reasons.why();
        judgment.rules = reasons.rules().toArray(String[]::new);
        judgment.seconds = (int)
                Math.max(0, Duration.between(assignment.lease().handedAt(), now).toSeconds());
        judgment.simulated = assignment.person().simulated();
        judgment.judgedAt = now;
        return judgment;
    }

    /** What everybody else is told once it is data. */
    JudgmentEvent.JudgmentAccepted event(
            GuidelineRef guideline, List<Message> prompt, List<AnswerRef> presented, Instant now) {
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

    /** The version that a reviewer puts in its place. */
    public Judgment fixed(Labeler reviewer, Verdict instead, Reasons reasons, Instant since, Instant now) {
        Judgment fixed = new Judgment();
        fixed.id = Uuid7.next();
        fixed.assignmentId = assignmentId;
        fixed.projectId = projectId;
        fixed.taskId = taskId;
        fixed.promptId = promptId;
        fixed.labelerId = reviewer.id;
        fixed.simulated = reviewer.simulated;
        fixed.kind = kind;
        fixed.verdict = instead;
        fixed.verdictVersion = Verdict.VERSION;
        fixed.rationale = reasons.why().isBlank() ? null : reasons.why();
        fixed.rules = reasons.rules().toArray(String[]::new);
        fixed.seconds = (int) Math.max(0, Duration.between(since, now).toSeconds());
        fixed.judgedAt = now;
        return fixed;
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
        private static final String STORE = """
                with judged as (
                    insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict,
                      verdict_version, rationale, rules, seconds, simulated, judged_at, accepted_at)
                    values (?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?, ?, ?, ?, ?)),
                %s,
                in_all as (
                    insert into judged_in_all as t (labeler_id, judged) values (?, 1)
                    on conflict (labeler_id) do update set judged = t.judged + 1)
                insert into judged_quarter as q (labeler_id, quarter, judged, seconds)
                values (?, date_bin('15 minutes', ?, 'epoch'), 1, ?)
                on conflict (labeler_id, quarter)
                    do update set judged = q.judged + 1, seconds = q.seconds + excluded.seconds""".formatted(Assignments.CLOSING);

        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        /**
         * Stores a new judgment with everything it changes: its assignment and slot are closed, the form is kept for undoing,
         * the count of the quarter of an hour goes up. One statement, because it is the one that every judgment waits for.
         *
         * @param slot the one that is held now
         */
        public void store(Judgment judgment, Assignment assignment, int slot, Fields fields, Instant now) {
            List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(
                    judgment.id,
                    judgment.assignmentId,
                    judgment.projectId,
                    judgment.taskId,
                    judgment.promptId,
                    judgment.labelerId,
                    judgment.kind.wireName(),
                    Wire.write(judgment.verdict),
                    judgment.verdictVersion,
                    judgment.rationale,
                    judgment.rules,
                    judgment.seconds,
                    judgment.simulated,
                    judgment.judgedAt,
                    judgment.acceptedAt));
            parameters.addAll(Assignments.closing(assignment, slot, fields.values(), now));
            parameters.addAll(List.of(judgment.labelerId, judgment.labelerId, judgment.judgedAt, judgment.seconds));
            sql.run(STORE, parameters.toArray());
        }

        /** Takes it out of the counts of judgments, per day and in all. */
        public void uncount(Judgment judgment) {
            sql.run("""
                    update judged_quarter set judged = judged - 1, seconds = seconds - ?
                    where labeler_id = ? and quarter = date_bin('15 minutes', ?, 'epoch')""", judgment.seconds, judgment.labelerId, judgment.judgedAt);
            sql.run("update judged_in_all set judged = judged - 1 where labeler_id = ?", judgment.labelerId);
        }

        /** The judgments that count now, oldest first. */
        public List<Judgment> accepted(UUID project) {
            return list(
                    "projectId = ?1 and acceptedAt is not null and withdrawnAt is null order by acceptedAt, id",
                    project);
        }

        /** The standing judgment of an assignment. */
        public Optional<Judgment> standing(UUID assignment) {
            return find("assignmentId = ?1 and withdrawnAt is null", assignment).firstResultOptional();
        }

        /** A person's newest standing judgments. */
        public List<Judgment> latest(UUID labeler, int max) {
            return find("labelerId = ?1 and withdrawnAt is null order by judgedAt desc, id desc", labeler)
                    .page(0, max)
                    .list();
        }

        /** What a person has judged since a time and not undone. */
        public Done since(UUID labeler, Instant start) {
            return sql.first("""
                            select coalesce(sum(judged), 0) as judgments, coalesce(sum(seconds), 0) as seconds
                            from judged_quarter where labeler_id = ? and quarter >= ?""", c -> new Done(c.number("judgments"), c.number("seconds")), labeler, start)
                    .orElseThrow();
        }
    }

    /** The number of judgments, and the time they took. */
    public record Done(long judgments, long seconds) {}
}
