package hone.reviewing;

import hone.guideline.Guidelines;
import hone.judgment.Fields;
import hone.review.DecideReview;
import hone.review.Reviewer;
import hone.review.Reviews;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.Blind;
import hone.web.Conflict;
import hone.web.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The judgments that wait, as a reviewer is shown them before deciding, on pages and by the API: nobody is shown their own, nor one of a
 * task that they may still judge.
 */
@ApplicationScoped
public class ShownReviews {
    private final Blind blind;
    private final Reviews reviews;
    private final Assignments assignments;
    private final Guidelines guidelines;
    private final Vote.Query votes;

    ShownReviews(Blind blind, Reviews reviews, Assignments assignments, Guidelines guidelines, Vote.Query votes) {
        this.blind = blind;
        this.reviews = reviews;
        this.assignments = assignments;
        this.guidelines = guidelines;
        this.votes = votes;
    }

    /**
     * One of them.
     *
     * @param assignment its author's: the order of answers that they saw
     * @param guideline the version that its author had beside them
     */
    public record Shown(
            UUID project,
            Reviewer reviewer,
            Reviews.Waiting waiting,
            Assignment assignment,
            Vote vote,
            Guidelines.Text guideline) {
        public DecideReview.Subject subject(Instant now) {
            return new DecideReview.Subject(project, waiting.judgment(), reviewer, now);
        }

        /** @throws hone.web.Invalid with a sentence for each field that makes no sense */
        public Decided read(Fields sent) {
            return Decided.read(assignment, guideline.rules(), sent);
        }
    }

    /** The next one; it is theirs for a while. */
    public Optional<Shown> next(UUID project, Reviewer reviewer, Instant now) {
        return reviews.next(project, reviewer, now).map(waiting -> shown(project, reviewer, waiting));
    }

    public Shown of(UUID project, Reviewer reviewer, UUID judgment) {
        return reviews.of(project, judgment)
                .map(waiting -> shown(project, reviewer, waiting))
                .orElseThrow(() -> new NotFound("review of judgment " + judgment));
    }

    private Shown shown(UUID project, Reviewer reviewer, Reviews.Waiting waiting) {
        if (waiting.author().equals(reviewer.id())) {
            throw new Conflict("This is your own judgment; somebody else reviews it.");
        }
        Assignment assignment = assignments.of(waiting.assignment(), waiting.author());
        blind.refuseIfHidden(assignment.slot().task(), reviewer.judge());
        return new Shown(
                project,
                reviewer,
                waiting,
                assignment,
                votes.of(waiting.judgment(), assignment).orElseThrow(),
                guidelines.text(assignment.guidelineVersionId()));
    }
}
