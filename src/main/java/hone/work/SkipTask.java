package hone.work;

import hone.judgment.RefusalMessages;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.SkipReason;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.ReaderLanguage;
import hone.web.TextLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** Gives a task back with a reason. It goes to someone else, and this person does not get it again unless they undo it. */
@ApplicationScoped
public class SkipTask {
    private final Assignments assignments;

    SkipTask(Assignments assignments) {
        this.assignments = assignments;
    }

    /**
     * @throws hone.web.NotFound if the assignment is somebody else's
     * @throws Invalid if the reason is missing or the note invalid
     * @throws Conflict if it is judged already, or was taken back
     */
    @Transactional
    public Assignment skip(UUID id, UUID labeler, String named, String note, Instant now) {
        Assignment assignment = assignments.hold(id, labeler);
        SkipReason reason = SkipReason.named(named)
                .orElseThrow(() -> Invalid.field(
                        "reason", ReaderLanguage.words(RefusalMessages.class).noSkipReason()));
        if (reason == SkipReason.OTHER && note.isBlank()) {
            throw Invalid.field(
                    "note", ReaderLanguage.words(RefusalMessages.class).noSkipNote());
        }
        if (note.length() > TextLimits.SKIP_NOTE) {
            throw Invalid.field(
                    "note", ReaderLanguage.words(RefusalMessages.class).skipNoteTooLong(TextLimits.SKIP_NOTE));
        }
        switch (assignment.state()) {
            case OPEN, EXPIRED -> assignments.skipped(assignment, reason, note, now);
            case SKIPPED -> {} // The second click of a double click.
            case JUDGED ->
                throw new Conflict(ReaderLanguage.words(RefusalMessages.class).judgedAlready());
            case RELEASED ->
                throw new Conflict(ReaderLanguage.words(RefusalMessages.class).takenBack());
        }
        return assignment;
    }
}
