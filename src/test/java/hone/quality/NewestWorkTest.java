package hone.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Share;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.pause.PauseRule;
import hone.quality.Given.Side;
import hone.quality.Given.Sides;
import hone.quality.NewestWork.One;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What rules measure, worked by hand. */
class NewestWorkTest {
    private static final UUID A = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID B = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    private static final UUID C = UUID.fromString("00000000-0000-0000-0000-00000000000c");
    private static final Verdict A_MUCH = new Verdict.Preferred(A, B, Degree.MUCH);
    private static final Verdict A_SLIGHTLY = new Verdict.Preferred(A, B, Degree.SLIGHTLY);
    private static final Verdict B_BETTER = new Verdict.Preferred(B, A, Degree.BETTER);
    private static final Verdict TIE = new Verdict.Tied(A, B);

    private static Given given(Verdict verdict, int seconds) {
        return new Given(
                UUID.randomUUID(),
                false,
                UUID.randomUUID(),
                Instant.EPOCH,
                seconds,
                verdict,
                verdict.workKind() == A_MUCH.workKind()
                        ? Optional.of(new Sides(new Side(A, 0), new Side(B, 0)))
                        : Optional.empty(),
                Optional.empty());
    }

    private static One one(Verdict mine, Verdict... others) {
        return new One(
                given(mine, 60),
                List.of(others).stream().map(other -> given(other, 60)).toList(),
                100);
    }

    private static Share measured(PauseRule rule, One... newest) {
        return Optional.ofNullable(NewestWork.measured(List.of(newest)).get(rule))
                .orElseThrow();
    }

    /** Alike once, half alike once; one task is nobody else's. */
    @Test
    void agreementIsTheMeanOverTasksThatOthersHaveJudgedToo() {
        Share agreed =
                measured(PauseRule.AGREEMENT, one(A_MUCH, A_SLIGHTLY), one(A_MUCH, A_MUCH, B_BETTER), one(B_BETTER));

        assertThat(agreed.of()).isEqualTo(2);
        assertThat(agreed.share()).isCloseTo(0.75, within(1e-12));
    }

    /** A tie agrees with no choice, with a tie and with “both bad”; of three pairs two are ranked alike. */
    @Test
    void neitherIsAChoiceTooAndRankingsAgreePairByPair() {
        assertThat(measured(PauseRule.AGREEMENT, one(TIE, A_SLIGHTLY)).share()).isZero();
        assertThat(measured(PauseRule.AGREEMENT, one(TIE, new Verdict.BothBad(A, B)))
                        .share())
                .isEqualTo(1);
        Verdict order = new Verdict.Ranking(List.of(List.of(A), List.of(B), List.of(C)));
        Verdict other = new Verdict.Ranking(List.of(List.of(A), List.of(C), List.of(B)));
        assertThat(measured(PauseRule.AGREEMENT, one(order, other)).share()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void ratingsAStepApartAreNoDisagreementSoTheyAreNotLookedAt() {
        Verdict high = new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("kind", 7), Map.of())));
        Verdict next = new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("kind", 6), Map.of())));

        assertThat(NewestWork.measured(List.of(one(high, next)))).doesNotContainKey(PauseRule.AGREEMENT);
    }

    /** 300 characters take 12 seconds, a quarter of which is 3; what takes less than 12 is not looked at. */
    @Test
    void speedIsAShareOfWhatTakesTimeToRead() {
        Share fast = measured(
                PauseRule.SPEED,
                new One(given(A_MUCH, 2), List.of(), 300),
                new One(given(A_MUCH, 3), List.of(), 300),
                new One(given(A_MUCH, 60), List.of(), 4_000),
                new One(given(A_MUCH, 0), List.of(), 299));

        assertThat(fast).isEqualTo(new Share(1 / 3.0, 3));
    }

    @Test
    void whicheverSideIsChosenMoreOftenCountsAndTiesDoNot() {
        assertThat(measured(PauseRule.SIDE, one(A_MUCH), one(A_MUCH), one(A_SLIGHTLY), one(B_BETTER), one(TIE)))
                .isEqualTo(new Share(0.75, 4));
        assertThat(measured(PauseRule.SIDE, one(B_BETTER), one(B_BETTER), one(B_BETTER), one(A_MUCH)))
                .isEqualTo(new Share(0.75, 4));
    }

    @Test
    void whereThereIsNothingToMeasureNothingIsMeasured() {
        assertThat(NewestWork.measured(List.of())).isEmpty();
        assertThat(NewestWork.measured(List.of(new One(given(TIE, 60), List.of(), 10))))
                .isEmpty();
    }
}
