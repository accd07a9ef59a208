package hone.review;

import hone.judgment.AcceptJudgment;
import hone.judgment.Judgment;
import hone.judgment.Reasons;
import hone.judgment.Verdict;
import hone.labeler.Labeler;
import hone.task.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** What a reviewer's decision makes data: a judgment as its author made it, or the reviewer's version in its place. */
@ApplicationScoped
class AcceptReviewed {
    private final EntityManager database;
    private final Labeler.Repo labelers;
    private final Judgment.Repo judgments;
    private final AcceptJudgment acceptJudgment;

    AcceptReviewed(
            EntityManager database, Labeler.Repo labelers, Judgment.Repo judgments, AcceptJudgment acceptJudgment) {
        this.database = database;
        this.labelers = labelers;
        this.judgments = judgments;
        this.acceptJudgment = acceptJudgment;
    }

    /** What is data already stays so. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void asItIs(Judgment judgment, Assignment assignment, Instant now) {
        if (judgment.acceptedAt == null) {
            var event = acceptJudgment.accept(judgment, assignment, now);
            database.flush();
            acceptJudgment.follow(judgment, assignment, event, now);
        }
    }

    /**
     * A reviewer's version.
     *
     * @param since when the reviewer began to look
     */
    record Version(UUID reviewer, Verdict verdict, Reasons reasons, Instant since) {}

    /** @param theirs which it replaces; it must have been withdrawn, as no two of an assignment stand */
    @Transactional(Transactional.TxType.MANDATORY)
    public Judgment instead(Judgment theirs, Assignment assignment, Version version, Instant now) {
        database.flush(); // Of those that stand there is one an assignment.
        Judgment instead = theirs.fixed(
                labelers.findById(version.reviewer()), version.verdict(), version.reasons(), version.since(), now);
        var event = acceptJudgment.accept(instead, assignment, now);
        judgments.persistAndFlush(instead);
        acceptJudgment.follow(instead, assignment, event, now);
        return instead;
    }
}
