package hone.quiz;

import hone.kind.WorkKind;
import hone.project.ProjectSettings.Bounds;
import java.util.UUID;

/**
 * The quiz of a kind of work in a project: tasks with known answers.
 *
 * @param required whether the work is handed only to those who have passed; otherwise nobody can take it
 * @param passPercent of the answers must be right
 * @param waitDays between two tries
 * @param eachVersion whether a new version of the guideline asks for it again, with all tries anew
 * @param feedback what people read about their answers after a try
 */
public record Quiz(
        UUID project,
        WorkKind kind,
        boolean required,
        int passPercent,
        int triesMax,
        int waitDays,
        boolean eachVersion,
        Feedback feedback) {
    public static final Bounds TASKS = new Bounds(5, 30);
    public static final Bounds PASS_PERCENT = new Bounds(1, 100);
    public static final Bounds TRIES = new Bounds(1, 10);
    public static final Bounds WAIT_DAYS = new Bounds(0, 30);

    /** What the form proposes. */
    public static Quiz proposed(UUID project, WorkKind kind) {
        return new Quiz(project, kind, false, 80, 2, 1, true, Feedback.EXPLANATIONS);
    }
}
