package hone.task;

import hone.evaluation.Share;
import java.time.Instant;
import java.util.UUID;

/** Why a person is handed no new work of a kind, whatever there is. What is in their hands they may finish. */
public sealed interface Withheld {
    /**
     * They have judged as much of the project as one person may within 24 hours.
     *
     * @param again when they are handed work again
     */
    record DailyLimit(int max, Instant again) implements Withheld {}

    /** The project wants its guidelines confirmed, and they have not confirmed this newest version. */
    record GuidelineUnread(UUID version) implements Withheld {}

    /** This kind of work goes to groups, and they are in none of them. */
    record NotInGroup() implements Withheld {}

    /** The project wants the quiz of this kind of work passed, and they have not passed it. */
    record QuizMissing() implements Withheld {}

    /**
     * The project asks that gold is found more often.
     *
     * @param found how often they found it
     */
    record GoldMissed(Share found, GoldMinimum minimum) implements Withheld {}
}
