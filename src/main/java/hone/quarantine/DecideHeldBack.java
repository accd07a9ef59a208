package hone.quarantine;

import hone.audit.Audit;
import hone.judgment.Counting;
import hone.judgment.Judgment;
import hone.judgment.WithdrawJudgment;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.web.Conflict;
import hone.web.NotFound;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a reviewer decides about a judgment in quarantine, or about all of a finding: it counts, or it is withdrawn as if a reviewer had
 * rejected it. Each is decided once, and nobody decides about their own; the database refuses that too.
 */
@ApplicationScoped
public class DecideHeldBack {
    /** A whole finding is kept out in parts of this size, each judgment in a transaction of its own: telling everybody takes its time. */
    public static final int KEPT_OUT_AT_ONCE_MAX = 500;

    private final EntityManager database;
    private final Sql sql;
    private final Assignments assignments;
    private final Judgment.Repo judgments;
    private final WithdrawJudgment withdrawJudgment;
    private final Audit audit;

    DecideHeldBack(
            EntityManager database,
            Sql sql,
            Assignments assignments,
            Judgment.Repo judgments,
            WithdrawJudgment withdrawJudgment,
            Audit audit) {
        this.database = database;
        this.sql = sql;
        this.assignments = assignments;
        this.judgments = judgments;
        this.withdrawJudgment = withdrawJudgment;
        this.audit = audit;
    }

    /**
     * Who decides, where and when.
     *
     * @param judge the reviewer if work is handed to them too, or nobody: a whole finding leaves out what they may still judge
     */
    public record Reviewer(UUID project, UUID id, UUID judge, Instant now) {}

    private record Held(UUID judgment, UUID author, UUID assignment, UUID worker) {}

    /** It counts again: the next dataset may have it. */
    @Transactional
    public void release(Reviewer reviewer, UUID heldBack) {
        Held held = of(reviewer, heldBack);
        lock(held.judgment(), heldBack);
        decided(reviewer, heldBack, held, "released");
    }

    /** It is no data any more, and somebody else is asked. Locks are taken in the order of {@link Assignments}. */
    @Transactional
    public void keepOut(Reviewer reviewer, UUID heldBack) {
        Held held = of(reviewer, heldBack);
        Assignment assignment = assignments.hold(held.assignment(), held.worker());
        Judgment judgment = lock(held.judgment(), heldBack);
        withdrawJudgment.withdraw(judgment, "kept out of datasets by a reviewer", reviewer.now());
        assignments.rejected(assignment, reviewer.now());
        decided(reviewer, heldBack, held, "kept-out");
    }

    /** @return how many judgments of the finding this reviewer has released, without their own and those that they may still judge */
    @Transactional
    public int releaseAll(Reviewer reviewer, UUID finding) {
        int released = sql.run(
                """
                update quarantine q set outcome = 'released', decided_by = ?, decided_at = ? from judgment j
                where j.id = q.judgment_id and q.project_id = ? and q.finding_id = ? and q.outcome is null and %s
                  and q.author_id <> ? and not may_still_judge(?, j.task_id)""".formatted(Counting.STANDS),
                reviewer.id(),
                reviewer.now(),
                reviewer.project(),
                finding,
                reviewer.id(),
                reviewer.judge());
        note(reviewer, "finding.released", finding, Map.of("judgments", released));
        return released;
    }

    /**
     * Keeps out the first {@value #KEPT_OUT_AT_ONCE_MAX} of a finding. What somebody else decides meanwhile stays as they decided.
     *
     * @return how many
     */
    public int keepOutAll(Reviewer reviewer, UUID finding) {
        List<UUID> some = sql.list(
                """
                select q.id from quarantine q join judgment j on j.id = q.judgment_id
                where q.project_id = ? and q.finding_id = ? and q.outcome is null and %s
                  and q.author_id <> ? and not may_still_judge(?, j.task_id)
                order by q.id limit %d""".formatted(Counting.STANDS, KEPT_OUT_AT_ONCE_MAX),
                c -> c.id("id"),
                reviewer.project(),
                finding,
                reviewer.id(),
                reviewer.judge());
        int keptOut = 0;
        for (UUID heldBack : some) {
            keptOut += QuarkusTransaction.requiringNew().call(() -> keptOutUnlessDecided(reviewer, heldBack));
        }
        int all = keptOut;
        QuarkusTransaction.requiringNew()
                .run(() -> note(reviewer, "finding.kept-out", finding, Map.of("judgments", all)));
        return keptOut;
    }

    private int keptOutUnlessDecided(Reviewer reviewer, UUID heldBack) {
        try {
            keepOut(reviewer, heldBack);
            return 1;
        } catch (Conflict decided) {
            return 0;
        }
    }

    private Held of(Reviewer reviewer, UUID heldBack) {
        Held held = sql.first(
                        """
                        select q.judgment_id, q.author_id, j.assignment_id, a.labeler_id from quarantine q
                        join judgment j on j.id = q.judgment_id join assignment a on a.id = j.assignment_id
                        where q.id = ? and q.project_id = ?""",
                        c -> new Held(
                                c.id("judgment_id"), c.id("author_id"), c.id("assignment_id"), c.id("labeler_id")),
                        heldBack,
                        reviewer.project())
                .orElseThrow(() -> new NotFound("judgment in quarantine " + heldBack));
        if (held.author().equals(reviewer.id())) {
            throw new Conflict("This is your own judgment; somebody else decides about it. Nothing was changed.");
        }
        return held;
    }

    private Judgment lock(UUID id, UUID heldBack) {
        Judgment judgment = judgments.findById(id, LockModeType.PESSIMISTIC_WRITE);
        database.refresh(judgment);
        boolean open = sql.first(
                        "select outcome is null as open from quarantine where id = ? for update",
                        c -> c.flag("open"),
                        heldBack)
                .orElse(false);
        if (!open || judgment.withdrawnAt != null) {
            throw new Conflict(
                    "Somebody else has decided about this judgment meanwhile, or its author has taken it back. Nothing was changed.");
        }
        return judgment;
    }

    private void decided(Reviewer reviewer, UUID heldBack, Held held, String outcome) {
        sql.run(
                "update quarantine set outcome = ?, decided_by = ?, decided_at = ? where id = ?",
                outcome,
                reviewer.id(),
                reviewer.now(),
                heldBack);
        note(reviewer, "judgment." + outcome, held.judgment(), Map.of("quarantine", heldBack.toString()));
    }

    private void note(Reviewer reviewer, String action, UUID subject, Map<String, ?> detail) {
        audit.note(
                Optional.of(reviewer.id()),
                Optional.of(reviewer.project()),
                action,
                subject.toString(),
                detail,
                reviewer.now());
    }
}
