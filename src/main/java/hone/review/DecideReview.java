package hone.review;

import hone.audit.Audit;
import hone.judgment.Judgment;
import hone.judgment.Reasons;
import hone.judgment.Verdict;
import hone.judgment.WithdrawJudgment;
import hone.notice.Notice;
import hone.notice.Notices;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer decides about a judgment that waits: one of four, once. The database refuses a reviewer who is the author.
 * Locks are taken in the order of {@link Assignments}, then the judgment, then the review.
 */
@ApplicationScoped
public class DecideReview {
    static final int NOTE_CHARACTERS_MAX = 2_000;

    /** A returned task is its author's again for so long; then it goes to whoever is next, and the author's text is kept. */
    static final Duration TO_DO_AGAIN = Duration.ofDays(2);

    private final EntityManager database;
    private final Sql sql;
    private final Assignments assignments;
    private final Judgment.Repo judgments;
    private final AcceptReviewed acceptReviewed;
    private final WithdrawJudgment withdrawJudgment;
    private final Reviews reviews;
    private final Notices notices;
    private final Audit audit;

    DecideReview(
            EntityManager database,
            Sql sql,
            Assignments assignments,
            Judgment.Repo judgments,
            AcceptReviewed acceptReviewed,
            WithdrawJudgment withdrawJudgment,
            Reviews reviews,
            Notices notices,
            Audit audit) {
        this.database = database;
        this.sql = sql;
        this.assignments = assignments;
        this.judgments = judgments;
        this.acceptReviewed = acceptReviewed;
        this.withdrawJudgment = withdrawJudgment;
        this.reviews = reviews;
        this.notices = notices;
        this.audit = audit;
    }

    /** What is decided about, by whom and when. */
    public record Subject(UUID project, UUID judgment, Reviewer reviewer, Instant now) {
        UUID by() {
            return reviewer.id();
        }
    }

    /** It is held until the transaction ends. */
    private record Held(Subject subject, Judgment judgment, Assignment assignment) {}

    /** It is data as its author made it, or stays so: what was judged before a pause is data already. */
    @Transactional
    public void accept(Subject subject) {
        Held held = hold(subject);
        acceptReviewed.asItIs(held.judgment(), held.assignment(), subject.now());
        decided(held, "accepted", null, null);
    }

    /** The reviewer's version is data; the author's stays as a fact beside it. */
    @Transactional
    public void fix(Subject subject, Verdict verdict, Reasons reasons, String note) {
        Held held = hold(subject);
        Instant since = reviews.heldSince(subject.judgment(), subject.by()).orElse(subject.now());
        withdrawJudgment.withdraw(held.judgment(), "fixed by a reviewer", subject.now());
        Judgment fixed = acceptReviewed.instead(
                held.judgment(),
                held.assignment(),
                new AcceptReviewed.Version(subject.by(), verdict, reasons, since),
                subject.now());
        decided(held, "fixed", note.isBlank() ? null : checked(note), fixed.id);
        tell(held, Notice.What.FIXED);
    }

    /** Its author gets the task back with the form as it was, and the reason. */
    @Transactional
    public void giveBack(Subject subject, String reason) {
        if (reason.isBlank()) {
            throw Invalid.field(
                    "reason", "Write what the author should do differently; they get the task back with your words.");
        }
        Held held = hold(subject);
        if (!held.assignment().person().member()) {
            throw new Conflict(
                    "Its author is no longer in the project, so nothing can be returned to them. Accept it, fix it or reject it.");
        }
        withdrawJudgment.withdraw(held.judgment(), "returned by a reviewer", subject.now());
        judgments.uncount(held.judgment());
        assignments.reopened(held.assignment(), subject.now().plus(TO_DO_AGAIN));
        decided(held, "returned", checked(reason), null);
        tell(held, Notice.What.RETURNED);
    }

    /** It never becomes data, or is data no longer, and somebody else is asked. */
    @Transactional
    public void reject(Subject subject, String reason) {
        Held held = hold(subject);
        withdrawJudgment.withdraw(held.judgment(), "rejected by a reviewer", subject.now());
        assignments.rejected(held.assignment(), subject.now());
        decided(held, "rejected", reason.isBlank() ? null : checked(reason), null);
        tell(held, Notice.What.REJECTED);
    }

    private void tell(Held held, Notice.What what) {
        Assignment assignment = held.assignment();
        notices.tell(
                held.subject().project(),
                what,
                assignment.id(),
                List.of(assignment.person().id()),
                held.subject().now());
    }

    private static String checked(String note) {
        if (note.length() > NOTE_CHARACTERS_MAX) {
            throw Invalid.field(
                    "reason", "At most " + NOTE_CHARACTERS_MAX + " characters; these are " + note.length() + ".");
        }
        return note;
    }

    private Held hold(Subject subject) {
        Reviews.Waiting waiting = reviews.of(subject.project(), subject.judgment())
                .orElseThrow(() -> new NotFound("review of judgment " + subject.judgment()));
        if (waiting.author().equals(subject.by())) {
            throw new Conflict("This is your own judgment; somebody else reviews it.");
        }
        Assignment assignment = assignments.hold(waiting.assignment(), waiting.author());
        Judgment judgment = judgments.findById(subject.judgment(), LockModeType.PESSIMISTIC_WRITE);
        database.refresh(judgment);
        boolean open = sql.first(
                        "select outcome is null as open from review where judgment_id = ? for update",
                        c -> c.flag("open"),
                        subject.judgment())
                .orElse(false);
        if (!open || judgment.withdrawnAt != null) {
            throw new Conflict(
                    "Somebody else has decided about this judgment meanwhile, or its author has taken it back. Nothing was changed.");
        }
        return new Held(subject, judgment, assignment);
    }

    private void decided(Held held, String outcome, @Nullable String note, @Nullable UUID replacement) {
        Subject subject = held.subject();
        sql.run("""
                update review set outcome = ?, note = ?, reviewer_id = ?, decided_at = ?, replacement_id = ?, held_by = null, held_until = null
                where judgment_id = ?""", outcome, note, subject.by(), subject.now(), replacement, subject.judgment());
        assignments.neverTo(subject.by(), held.assignment(), subject.now());
        audit.note(
                Optional.of(subject.by()),
                Optional.of(subject.project()),
                "judgment." + outcome,
                subject.judgment().toString(),
                subject.reviewer().audited(Map.of("task", held.judgment().taskId.toString())),
                subject.now());
    }
}
