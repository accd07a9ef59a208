package hone.quiz;

import static org.assertj.core.api.Assertions.assertThat;

import hone.kind.WorkKind;
import hone.quiz.QuizTry.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two tries, three days between them. */
class StandingTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Quiz QUIZ =
            new Quiz(UUID.randomUUID(), WorkKind.values()[0], true, 80, 2, 3, true, Feedback.MARK);

    private static QuizTry ended(Outcome outcome, int daysAgo) {
        Instant at = NOW.minus(Duration.ofDays(daysAgo));
        return new QuizTry(
                UUID.randomUUID(), UUID.randomUUID(), 80, at, Optional.of(new QuizTry.End(outcome, at, 3, 5)));
    }

    private static Grant grant(Grant.What what, int daysAgo) {
        return new Grant(what, NOW.minus(Duration.ofDays(daysAgo)));
    }

    private static Standing standing(List<QuizTry> tries, Grant... grants) {
        return Standing.of(QUIZ, tries, List.of(grants), NOW);
    }

    @Test
    void whoHasNotTriedHasAllTries() {
        assertThat(standing(List.of())).isEqualTo(new Standing.MayBegin(2));
    }

    @Test
    void afterAFailedTryTheNextOneHasToWait() {
        assertThat(standing(List.of(ended(Outcome.FAILED, 1))))
                .isEqualTo(new Standing.Waits(Instant.parse("2026-03-12T12:00:00Z"), 1));
        assertThat(standing(List.of(ended(Outcome.FAILED, 3)))).isEqualTo(new Standing.MayBegin(1));
    }

    @Test
    void theLastFailedTryWasTheLast() {
        assertThat(standing(List.of(ended(Outcome.FAILED, 9), ended(Outcome.FAILED, 20))))
                .isEqualTo(new Standing.NoTriesLeft());
    }

    @Test
    void aTryThatWasBrokenOffCountsForNothing() {
        assertThat(standing(List.of(ended(Outcome.BROKEN_OFF, 0)))).isEqualTo(new Standing.MayBegin(2));
    }

    @Test
    void aGrantedTryNeedsNoWaitingAndIsOneMore() {
        assertThat(standing(List.of(ended(Outcome.FAILED, 1), ended(Outcome.FAILED, 5)), grant(Grant.What.TRY, 0)))
                .isEqualTo(new Standing.MayBegin(1));
        assertThat(standing(List.of(ended(Outcome.FAILED, 1)), grant(Grant.What.TRY, 0)))
                .isEqualTo(new Standing.MayBegin(2));
        assertThat(standing(
                        List.of(ended(Outcome.FAILED, 1), ended(Outcome.FAILED, 5), ended(Outcome.FAILED, 9)),
                        grant(Grant.What.TRY, 3)))
                .as("it was used")
                .isEqualTo(new Standing.NoTriesLeft());
    }

    @Test
    void whoHasPassedOrIsExcusedIsAskedNothing() {
        assertThat(standing(List.of(ended(Outcome.PASSED, 90)))).isInstanceOf(Standing.Passed.class);
        assertThat(standing(List.of(ended(Outcome.FAILED, 1)), grant(Grant.What.PASS, 0)))
                .isInstanceOf(Standing.Excused.class);
    }

    @Test
    void whatWasBegunIsGoneOnWith() {
        QuizTry open = new QuizTry(UUID.randomUUID(), UUID.randomUUID(), 80, NOW, Optional.empty());

        assertThat(standing(List.of(open, ended(Outcome.FAILED, 1)))).isEqualTo(new Standing.Begun(open));
    }

    @Test
    void whereItIsOffNobodyIsAsked() {
        Quiz off = new Quiz(QUIZ.project(), QUIZ.kind(), false, 80, 2, 3, true, Feedback.MARK);

        assertThat(Standing.of(off, List.of(ended(Outcome.FAILED, 1)), List.of(), NOW))
                .isEqualTo(new Standing.NotRequired());
    }

    @Test
    void aShareIsRoundedDownSoThatItNeverSeemsToBeAtTheMark() {
        assertThat(new QuizTry.End(Outcome.FAILED, NOW, 17, 27).percent())
                .as("62.96")
                .isEqualTo(62);
    }
}
