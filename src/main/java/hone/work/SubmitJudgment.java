package hone.work;

import hone.guideline.Guidelines;
import hone.guideline.Rules;
import hone.judgment.AcceptJudgment;
import hone.judgment.Fields;
import hone.judgment.GoldJudgments;
import hone.judgment.Judgment;
import hone.judgment.Reasons;
import hone.judgment.RepeatJudgments;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.review.Disagreements;
import hone.review.ReviewCause;
import hone.review.Reviews;
import hone.score.Expected;
import hone.score.Predictions;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.TaskQueue;
import hone.web.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** One submitted form becomes one judgment, or a draft that stays with its author: never nothing, never two. */
@ApplicationScoped
public class SubmitJudgment {
    private static final Logger LOG = Logger.getLogger(SubmitJudgment.class);

    private final Assignments assignments;
    private final TaskQueue queue;
    private final Guidelines guidelines;
    private final Judgment.Repo judgments;
    private final AcceptJudgment acceptJudgment;
    private final Reviews reviews;
    private final Disagreements disagreements;
    private final GoldJudgments gold;
    private final RepeatJudgments repeats;
    private final Predictions predictions;

    SubmitJudgment(
            Assignments assignments,
            TaskQueue queue,
            Guidelines guidelines,
            Judgment.Repo judgments,
            AcceptJudgment acceptJudgment,
            Reviews reviews,
            Disagreements disagreements,
            GoldJudgments gold,
            RepeatJudgments repeats,
            Predictions predictions) {
        this.assignments = assignments;
        this.queue = queue;
        this.guidelines = guidelines;
        this.judgments = judgments;
        this.acceptJudgment = acceptJudgment;
        this.reviews = reviews;
        this.disagreements = disagreements;
        this.gold = gold;
        this.repeats = repeats;
        this.predictions = predictions;
    }

    /** What became of a submission. */
    public enum Outcome {
        STORED,
        /** The same form came twice; the first one stands. */
        ALREADY_STORED,
        /** The lease had ended and every slot is taken, or the person is no longer a member: the text is kept as their draft. */
        KEPT_AS_DRAFT,
        /** The task already has a different judgment: that one stands, and nothing of this is stored. */
        ANOTHER_STANDS
    }

    /**
     * What became of a submission and where to go next.
     *
     * @param next the assignment of the next task of the same kind; empty when nothing is free, or nothing was stored
     */
    public record Submitted(Outcome outcome, Assignment assignment, Optional<UUID> next) {}

    /**
     * Stores the judgment and hands out the next task of its kind, all in one transaction.
     *
     * @throws hone.web.NotFound when the assignment belongs to somebody else
     * @throws RefusedForm when the form can't be accepted as it is; nothing is changed then
     */
    @Transactional
    public Submitted submit(UUID id, UUID labeler, Fields fields, Instant now) {
        Assignment assignment = assignments.hold(id, labeler);
        Outcome outcome = decided(assignment, fields, now);
        Optional<UUID> next = switch (outcome) {
            case STORED, ALREADY_STORED -> queue.after(assignment, now);
            case KEPT_AS_DRAFT, ANOTHER_STANDS -> Optional.empty();
        };
        return new Submitted(outcome, assignment, next);
    }

    /** A refusal carries what was loaded, so that the page which shows it need not load it again. */
    private Outcome decided(Assignment assignment, Fields fields, Instant now) {
        try {
            return decide(assignment, fields, now);
        } catch (Invalid refused) {
            throw new RefusedForm(assignment, refused);
        }
    }

    private Outcome decide(Assignment assignment, Fields fields, Instant now) {
        return switch (assignment.state()) {
            case OPEN, EXPIRED -> judge(assignment, fields, now);
            // Whatever it says, and whether or not it is valid: it is what somebody wrote.
            case SKIPPED, RELEASED -> keep(assignment, fields, now);
            case JUDGED -> stands(assignment, fields) ? Outcome.ALREADY_STORED : Outcome.ANOTHER_STANDS;
        };
    }

    private Outcome judge(Assignment assignment, Fields fields, Instant now) {
        Verdict verdict = read(assignment, fields);
        Reasons reasons = Reasons.read(fields, rulesOf(assignment), need(assignment));
        if (assignment.is(Assignment.State.OPEN)
                && chooses(assignment)
                && !assignment.person().simulated()) {
            List<String> texts =
                    assignment.answers().stream().map(Assignment.Shown::text).toList();
            Pace.ask(texts, fields, assignment.lease().handedAt(), now);
        }
        if (assignment.is(Assignment.State.OPEN)) {
            return store(assignment, assignment.slot().number(), verdict, reasons, fields, now);
        }
        return assignments
                .retake(assignment, TaskQueue.leaseEnd(assignment.project(), now))
                .map(slot -> store(assignment, slot, verdict, reasons, fields, now))
                .orElseGet(() -> keep(assignment, fields, now));
    }

    private Outcome store(
            Assignment assignment, int slot, Verdict verdict, Reasons reasons, Fields fields, Instant now) {
        Judgment judgment = Judgment.of(assignment, verdict, reasons, now);
        switch (assignment.slot().purpose()) {
            case DATA -> storeData(judgment, assignment, slot, fields, now);
            case GOLD -> {
                storeAlone(judgment, assignment, slot, fields, now);
                gold.note(judgment);
            }
            case REPEAT -> {
                storeAlone(judgment, assignment, slot, fields, now);
                repeats.note(judgment);
            }
        }
        // Ids only: what was decided and written does not belong in a log.
        LOG.infof(
                "judgment %s of assignment %s, task %s, project %s",
                judgment.id, assignment.id(), judgment.taskId, judgment.projectId);
        return Outcome.STORED;
    }

    /** What never becomes data: nobody reviews it, and nobody can disagree with it. */
    private void storeAlone(Judgment judgment, Assignment assignment, int slot, Fields fields, Instant now) {
        // Refused if it is too large, as any other would be.
        acceptJudgment.event(judgment, assignment, now);
        judgments.store(judgment, assignment, slot, fields, now);
    }

    private void storeData(Judgment judgment, Assignment assignment, int slot, Fields fields, Instant now) {
        OptionalDouble spread = disagreements.spread(judgment, assignment);
        Optional<Expected> expected = expected(judgment, assignment);
        Optional<ReviewCause> cause =
                reviews.cause(assignment, judgment, isFast(assignment, judgment), spread, expected);
        if (cause.isPresent()) {
            acceptJudgment.event(judgment, assignment, now); // Refused now if it is too large, not when it is accepted.
            judgments.store(judgment, assignment, slot, fields, now);
            reviews.enter(judgment, cause.get(), now);
        } else {
            var event = acceptJudgment.accept(judgment, assignment, now);
            judgments.store(judgment, assignment, slot, fields, now);
            acceptJudgment.follow(judgment, assignment, event, now);
        }
        expected.ifPresent(of -> predictions.note(judgment.id, of));
        disagreements.note(judgment, assignment, spread, now);
    }

    /** Of a comparison in which one answer was preferred. */
    private Optional<Expected> expected(Judgment judgment, Assignment assignment) {
        return assignment.project().scored() && judgment.verdict instanceof Verdict.Preferred preferred
                ? predictions.of(assignment.project().id(), preferred.chosen(), preferred.rejected())
                : Optional.empty();
    }

    private static boolean isFast(Assignment assignment, Judgment judgment) {
        return chooses(assignment)
                && Pace.isTooFast(
                        assignment.answers().stream()
                                .map(Assignment.Shown::text)
                                .toList(),
                        judgment.seconds);
    }

    private Outcome keep(Assignment assignment, Fields fields, Instant now) {
        assignments.keepDraft(assignment, fields.values(), "", now);
        return Outcome.KEPT_AS_DRAFT;
    }

    /** Whether the form says what is already stored. */
    private boolean stands(Assignment assignment, Fields fields) {
        Optional<Judgment> standing = judgments.standing(assignment.id());
        try {
            return standing.isPresent()
                    && standing.get()
                            .says(
                                    read(assignment, fields),
                                    Reasons.read(fields, rulesOf(assignment), need(assignment)));
        } catch (Invalid incomplete) {
            return false;
        }
    }

    private Set<String> rulesOf(Assignment assignment) {
        return Set.copyOf(rules(assignment).ids());
    }

    private Rules rules(Assignment assignment) {
        return guidelines.text(assignment.guidelineVersionId()).rules();
    }

    private Verdict read(Assignment assignment, Fields fields) {
        return Judging.read(assignment.kind(), assignment.answers(), rules(assignment), fields);
    }

    private static Reasons.Need need(Assignment assignment) {
        return assignment.project().rationaleRequired() && chooses(assignment)
                ? Reasons.Need.REQUIRED
                : Reasons.Need.OPTIONAL;
    }

    /** Whether answers are read and one is chosen; people who write have a pace of their own. */
    private static boolean chooses(Assignment assignment) {
        return assignment.kind().is(WorkKind.Labor.CHOOSING);
    }
}
