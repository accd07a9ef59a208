package hone.quizzes;

import hone.quiz.Quiz;
import hone.quiz.QuizTries.Next;
import hone.quiz.QuizTry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a person reads about their quiz.
 *
 * @param state a word for the template
 * @param tasks that would be asked of them
 * @param left tries that they have
 * @param until when they may try again
 * @param next what is asked next, in a try that they have begun
 * @param ended their tries, newest first
 * @param answered in the last of them, as far as it is shown
 */
record MyQuiz(
        QuestionView.Where where,
        Quiz quiz,
        String state,
        int tasks,
        int left,
        Optional<Instant> until,
        Optional<Next> next,
        List<QuizTry> ended,
        List<Answered> answered) {
    public String address() {
        return where.address();
    }

    /** The try that has ended last; empty while none has. */
    public Optional<QuizTry.End> last() {
        return ended.stream().findFirst().flatMap(QuizTry::end);
    }

    /** The mark of that try, in per cent. */
    public int needed() {
        return ended.isEmpty() ? quiz.passPercent() : ended.getFirst().passPercent();
    }

    /** Whether every answer of that try is shown, and not only what is explained. */
    public boolean isShowingAll() {
        return last().filter(end -> quiz.feedback().showsAll(end.outcome())).isPresent();
    }

    /** Whether answers were promised, and none may be shown. */
    public boolean isShowingNothing() {
        return answered.isEmpty() && isShowingAll() && !isToTake();
    }

    public List<QuizTry.End> earlier() {
        return ended.stream().skip(1).flatMap(one -> one.end().stream()).toList();
    }

    public boolean isOpenToWork() {
        return List.of("passed", "excused", "not-required").contains(state);
    }

    public boolean isToTake() {
        return List.of("begun", "may-begin").contains(state);
    }
}
