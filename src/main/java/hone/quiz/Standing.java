package hone.quiz;

import hone.quiz.QuizTry.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where a person stands with a quiz. */
public sealed interface Standing {
    /** The work is handed out without it. */
    record NotRequired() implements Standing {}

    record Passed(QuizTry passed) implements Standing {}

    /** An admin lets them work without it. */
    record Excused(Instant at) implements Standing {}

    /** They have begun a try and not ended it. */
    record Begun(QuizTry open) implements Standing {}

    /** @param left tries that they have, this one included */
    record MayBegin(int left) implements Standing {}

    record Waits(Instant until, int left) implements Standing {}

    record NoTriesLeft() implements Standing {}

    /**
     * Follows from what happened.
     *
     * @param tries those that count for the quiz now, newest first: where each version of the guideline asks for it, those begun
     *     under the newest
     * @param grants likewise
     */
    static Standing of(Quiz quiz, List<QuizTry> tries, List<Grant> grants, Instant now) {
        if (!quiz.required()) {
            return new NotRequired();
        }
        Optional<QuizTry> passed =
                tries.stream().filter(one -> one.ended(Outcome.PASSED)).findFirst();
        if (passed.isPresent()) {
            return new Passed(passed.get());
        }
        Optional<Grant> excused =
                grants.stream().filter(one -> one.what() == Grant.What.PASS).findFirst();
        if (excused.isPresent()) {
            return new Excused(excused.get().at());
        }
        Optional<QuizTry> open = tries.stream().filter(QuizTry::isOpen).findFirst();
        if (open.isPresent()) {
            return new Begun(open.get());
        }
        List<Instant> failed = tries.stream()
                .filter(one -> one.ended(Outcome.FAILED))
                .flatMap(one -> one.end().stream())
                .map(QuizTry.End::at)
                .toList();
        int left = quiz.triesMax() + grants.size() - failed.size();
        if (left <= 0) {
            return new NoTriesLeft();
        }
        if (failed.isEmpty()) {
            return new MayBegin(left);
        }
        Instant last = failed.getFirst();
        Instant until = last.plus(Duration.ofDays(quiz.waitDays()));
        boolean granted = grants.stream().anyMatch(one -> !one.at().isBefore(last));
        return granted || !now.isBefore(until) ? new MayBegin(left) : new Waits(until, left);
    }
}
