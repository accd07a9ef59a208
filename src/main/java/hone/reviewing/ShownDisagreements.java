package hone.reviewing;

import hone.guideline.Guidelines;
import hone.judgment.Fields;
import hone.review.Cause;
import hone.review.Disagreements;
import hone.review.Reviewer;
import hone.review.SettleDisagreement;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.Blind;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tasks about which people disagree, as a reviewer is shown them before settling one, on pages and by the API. */
@ApplicationScoped
public class ShownDisagreements {
    private static final int PASSED_MAX = 50;
    private static final long LOOKED_AT_SECONDS_MAX = 86_400;

    private final Blind blind;
    private final Disagreements disagreements;
    private final Assignments assignments;
    private final Guidelines guidelines;
    private final Vote.Query votes;

    ShownDisagreements(
            Blind blind,
            Disagreements disagreements,
            Assignments assignments,
            Guidelines guidelines,
            Vote.Query votes) {
        this.blind = blind;
        this.disagreements = disagreements;
        this.assignments = assignments;
        this.guidelines = guidelines;
        this.votes = votes;
    }

    /**
     * One of them.
     *
     * @param assignment of the first judgment that stands: its order of answers is the one shown
     * @param guideline the version that was beside that one
     */
    public record Shown(
            UUID project,
            Reviewer reviewer,
            Disagreements.Open open,
            Assignment assignment,
            List<Vote> votes,
            Guidelines.Text guideline) {
        /** @param cause as sent */
        public SettleDisagreement.Subject subject(String cause, String note, Instant now) {
            Cause why = Cause.named(cause).orElseThrow(() -> Invalid.field("cause", "Choose why they differ."));
            return new SettleDisagreement.Subject(project, open.task(), reviewer, why, note, now);
        }

        /** @throws Invalid with a sentence for each field that makes no sense */
        public Decided read(Fields sent) {
            return Decided.read(assignment, guideline.rules(), sent);
        }
    }

    /** @param passed ids of tasks to be seen later, joined by commas; what is no id is left out */
    public Optional<Shown> next(UUID project, Reviewer reviewer, String passed) {
        return disagreements.next(project, reviewer, ids(passed)).map(open -> shown(project, reviewer, open));
    }

    public Shown of(UUID project, Reviewer reviewer, UUID task) {
        return disagreements
                .of(project, task)
                .map(open -> shown(project, reviewer, open))
                .orElseThrow(() -> new NotFound("disagreement about task " + task));
    }

    private Shown shown(UUID project, Reviewer reviewer, Disagreements.Open open) {
        blind.refuseIfHidden(open.task(), reviewer.judge());
        Vote.First first = votes.first(project, open.task())
                .orElseThrow(() -> new Conflict(
                        "All judgments of this task were taken back meanwhile, so there is nothing to settle."));
        Assignment assignment = assignments.of(first.assignment(), first.labeler());
        return new Shown(
                project,
                reviewer,
                open,
                assignment,
                votes.about(open.task(), assignment),
                guidelines.text(assignment.guidelineVersionId()));
    }

    /** When the reviewer was shown the task, as far as what they sent can be. */
    public static Instant began(String sent, Instant now) {
        try {
            Instant since = Instant.parse(sent);
            return since.isAfter(now) || since.isBefore(now.minusSeconds(LOOKED_AT_SECONDS_MAX)) ? now : since;
        } catch (DateTimeParseException e) {
            return now;
        }
    }

    public static UUID[] ids(String joined) {
        return Arrays.stream(joined.split(","))
                .map(ShownDisagreements::id)
                .flatMap(Optional::stream)
                .limit(PASSED_MAX)
                .toArray(UUID[]::new);
    }

    public static Optional<UUID> id(String typed) {
        try {
            return Optional.of(UUID.fromString(typed.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
