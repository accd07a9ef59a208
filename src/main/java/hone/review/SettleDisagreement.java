package hone.review;

import hone.audit.Audit;
import hone.guideline.Questions;
import hone.judgment.Counting;
import hone.judgment.Judgment;
import hone.judgment.Reasons;
import hone.judgment.Verdict;
import hone.judgment.WithdrawJudgment;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Settles a task about which people disagree: one of their judgments is adopted, or the reviewer decides anew, and the others are taken
 * out of the data; or all are left as they are, where the disagreement itself is what should be learned.
 */
@ApplicationScoped
public class SettleDisagreement {
    private final EntityManager database;
    private final Sql sql;
    private final Assignments assignments;
    private final Judgment.Repo judgments;
    private final AcceptReviewed acceptReviewed;
    private final WithdrawJudgment withdrawJudgment;
    private final Questions questions;
    private final Audit audit;

    SettleDisagreement(
            EntityManager database,
            Sql sql,
            Assignments assignments,
            Judgment.Repo judgments,
            AcceptReviewed acceptReviewed,
            WithdrawJudgment withdrawJudgment,
            Questions questions,
            Audit audit) {
        this.database = database;
        this.sql = sql;
        this.assignments = assignments;
        this.judgments = judgments;
        this.acceptReviewed = acceptReviewed;
        this.withdrawJudgment = withdrawJudgment;
        this.questions = questions;
        this.audit = audit;
    }

    /**
     * Which task, by whom and when, and what is said about it.
     *
     * @param note to the labelers, and to the guideline's authors where it does not say; may be empty
     */
    public record Subject(UUID project, UUID task, Reviewer reviewer, Cause cause, String note, Instant now) {
        UUID by() {
            return reviewer.id();
        }
    }

    @Transactional
    public void adopt(Subject subject, UUID chosen) {
        List<Judgment> votes = hold(subject);
        Judgment adopted = votes.stream()
                .filter(vote -> vote.id.equals(chosen))
                .findFirst()
                .orElseThrow(() -> new Conflict(
                        "This judgment was taken back meanwhile. Nothing was changed; look at the task again."));
        withdraw(votes.stream().filter(vote -> !vote.id.equals(chosen)).toList(), subject.now());
        acceptReviewed.asItIs(adopted, asked(adopted), subject.now());
        settled(subject, votes, chosen);
    }

    /** @param since when the reviewer began to look at it */
    @Transactional
    public void decideAnew(Subject subject, Verdict verdict, Reasons reasons, Instant since) {
        List<Judgment> votes = hold(subject);
        Judgment first = votes.getFirst();
        Assignment assignment = asked(first);
        withdraw(votes, subject.now());
        Judgment anew = acceptReviewed.instead(
                first, assignment, new AcceptReviewed.Version(subject.by(), verdict, reasons, since), subject.now());
        settled(subject, votes, anew.id);
    }

    @Transactional
    public void leave(Subject subject) {
        settled(subject, hold(subject), null);
    }

    /** Locks the judgments that stand, in the order of their ids, so that two reviewers and an undoing labeler wait for each other. */
    private List<Judgment> hold(Subject subject) {
        if (subject.note().length() > DecideReview.NOTE_CHARACTERS_MAX) {
            throw Invalid.field(
                    "note",
                    "At most " + DecideReview.NOTE_CHARACTERS_MAX + " characters; these are "
                            + subject.note().length() + ".");
        }
        if (subject.cause() == Cause.GUIDELINE_GAP && subject.note().isBlank()) {
            throw Invalid.field("note", "Write what the guideline does not say: its authors are asked in your words.");
        }
        if (sql.first(
                        "select 1 as one from disagreement where task_id = ? and project_id = ?",
                        c -> true,
                        subject.task(),
                        subject.project())
                .isEmpty()) {
            throw new NotFound("disagreement about task " + subject.task());
        }
        List<UUID> standing = sql.list(
                "select j.id from judgment j where j.task_id = ? and %s order by j.id for update"
                        .formatted(Counting.STANDS),
                c -> c.id("id"),
                subject.task());
        boolean open = sql.first(
                        "select decided_at is null as open from disagreement where task_id = ? for update",
                        c -> c.flag("open"),
                        subject.task())
                .orElse(false);
        if (!open || standing.isEmpty()) {
            throw new Conflict("Somebody else has settled this task meanwhile. Nothing was changed.");
        }
        List<Judgment> votes = standing.stream().map(judgments::findById).toList();
        votes.forEach(database::refresh);
        if (votes.stream().anyMatch(vote -> vote.labelerId.equals(subject.by()))) {
            throw new Conflict("You have judged this task yourself; somebody else settles it.");
        }
        return votes;
    }

    private void withdraw(List<Judgment> votes, Instant now) {
        votes.forEach(vote -> withdrawJudgment.withdraw(vote, "settled by a reviewer", now));
        database.flush();
    }

    /** Where a reviewer's version stands, somebody else was asked. */
    private Assignment asked(Judgment vote) {
        return sql.first("select labeler_id from assignment where id = ?", c -> c.id("labeler_id"), vote.assignmentId)
                .map(author -> assignments.of(vote.assignmentId, author))
                .orElseThrow();
    }

    private void settled(Subject subject, List<Judgment> votes, @Nullable UUID adopted) {
        sql.run(
                """
                update disagreement set decided_by = ?, decided_at = ?, cause = ?, note = ?, adopted_id = ?, judgments = greatest(2, ?)
                where task_id = ?""",
                subject.by(),
                subject.now(),
                subject.cause().word(),
                subject.note().isBlank() ? null : subject.note(),
                adopted,
                votes.size(),
                subject.task());
        // Whatever of them waited for a reviewer has met one.
        sql.run(
                """
                update review set outcome = case when judgment_id = ? then 'accepted' else 'rejected' end, note = ?, reviewer_id = ?,
                  decided_at = ?, held_by = null, held_until = null
                where judgment_id = any (?) and outcome is null and (? or judgment_id = ?)""",
                adopted,
                subject.note().isBlank() ? null : subject.note(),
                subject.by(),
                subject.now(),
                votes.stream().map(vote -> vote.id).toArray(UUID[]::new),
                adopted != null,
                adopted);
        Judgment first = votes.getFirst();
        Assignment assignment = asked(first);
        assignments.neverTo(subject.by(), assignment, subject.now());
        if (subject.cause() == Cause.GUIDELINE_GAP) {
            questions.ask(
                    assignment.guidelineVersionId(), assignment.id(), subject.by(), subject.note(), subject.now());
        }
        audit.note(
                Optional.of(subject.by()),
                Optional.of(subject.project()),
                "disagreement.settled",
                subject.task().toString(),
                subject.reviewer().audited(Map.of("cause", subject.cause().word(), "judgments", votes.size())),
                subject.now());
    }
}
