package hone.review;

import static org.assertj.core.api.Assertions.assertThat;

import hone.project.ReviewPolicy;
import hone.project.ReviewRule;
import hone.review.Chosen.Known;
import hone.web.Uuid7;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChosenTest {
    private static final UUID ONE = UUID.fromString("0190a5c0-0000-7000-8000-000000000001");
    private static final Known ORDINARY = new Known(ONE, false, Chosen.NEW_UNTIL, false, false, false);

    @Test
    void withoutAPolicyNothingWaits() {
        ReviewRule none = new ReviewRule(ReviewPolicy.NONE, 100);

        assertThat(Chosen.by(none, new Known(ONE, true, 0, true, true, true))).isEmpty();
    }

    @Test
    void whereEverythingIsReviewedEverythingWaits() {
        assertThat(Chosen.by(new ReviewRule(ReviewPolicy.ALL, 1), ORDINARY)).contains(ReviewCause.EVERY);
    }

    @Test
    void theUncertainOnesAreNewFastOrContradictAnotherAndTheGravestReasonIsTold() {
        ReviewRule uncertain = new ReviewRule(ReviewPolicy.UNCERTAIN, 1);

        assertThat(Chosen.by(uncertain, ORDINARY)).isEmpty();
        assertThat(Chosen.by(uncertain, new Known(ONE, false, Chosen.NEW_UNTIL - 1, false, false, false)))
                .contains(ReviewCause.NEW_LABELER);
        assertThat(Chosen.by(uncertain, new Known(ONE, false, 0, true, false, true)))
                .contains(ReviewCause.FAST);
        assertThat(Chosen.by(uncertain, new Known(ONE, false, 0, false, false, true)))
                .contains(ReviewCause.UNEXPECTED);
        assertThat(Chosen.by(uncertain, new Known(ONE, false, 0, true, true, false)))
                .contains(ReviewCause.DISAGREEMENT);
    }

    @Test
    void whatWasReturnedIsReviewedAgainUnderAnyPolicy() {
        assertThat(Chosen.by(new ReviewRule(ReviewPolicy.SAMPLE, 1), new Known(ONE, true, 100, false, false, false)))
                .contains(ReviewCause.RETURNED);
    }

    /** Of 20,000 made one after the other a tenth is drawn: within four standard deviations, 4 · sqrt(20000 · 0.1 · 0.9) = 170. */
    @Test
    void aSampleIsItsShareOfJudgmentsMadeOneAfterTheOther() {
        ReviewRule tenth = new ReviewRule(ReviewPolicy.SAMPLE, 10);

        long drawn = IntStream.range(0, 20_000)
                .filter(i -> Chosen.by(tenth, new Known(Uuid7.next(), false, 100, false, false, false))
                        .isPresent())
                .count();

        assertThat(drawn).isBetween(1_830L, 2_170L);
    }

    @Test
    void theSameJudgmentIsDrawnOrNotEachTimeAndAWholeSampleIsAll() {
        ReviewRule half = new ReviewRule(ReviewPolicy.SAMPLE, 50);

        assertThat(Chosen.by(half, ORDINARY)).isEqualTo(Chosen.by(half, ORDINARY));
        assertThat(IntStream.range(0, 1_000))
                .allMatch(i -> Chosen.by(
                                new ReviewRule(ReviewPolicy.SAMPLE, 100),
                                new Known(UUID.randomUUID(), false, 100, false, false, false))
                        .isPresent());
    }
}
