package hone.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.judgment.Degree;
import hone.judgment.Verdict;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Worked by hand on the scale of seven steps: −3 is “A much better”, 3 is “B much better”. */
class SpreadTest {
    private static final UUID A = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID B = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    private static final UUID C = UUID.fromString("00000000-0000-0000-0000-00000000000c");

    private static final Verdict A_MUCH = new Verdict.Preferred(A, B, Degree.MUCH);
    private static final Verdict A_SLIGHTLY = new Verdict.Preferred(A, B, Degree.SLIGHTLY);
    private static final Verdict B_SLIGHTLY = new Verdict.Preferred(B, A, Degree.SLIGHTLY);
    private static final Verdict B_MUCH = new Verdict.Preferred(B, A, Degree.MUCH);

    private static double spread(Verdict... verdicts) {
        return Spread.of(List.of(verdicts)).orElseThrow();
    }

    @Test
    void comparisonsAreAsFarApartAsTheirStepsAndHalfOfThatOnOneSide() {
        assertThat(spread(A_MUCH, B_MUCH)).isEqualTo(1);
        assertThat(spread(A_SLIGHTLY, B_SLIGHTLY)).isCloseTo(2 / 6.0, within(1e-12));
        assertThat(spread(A_MUCH, A_SLIGHTLY)).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(spread(A_MUCH, A_MUCH)).isZero();
    }

    @Test
    void aTieBesideMuchBetterIsADisagreementHoweverTheAnswersWereShown() {
        assertThat(spread(new Verdict.Tied(B, A), A_MUCH)).isEqualTo(0.5);
        assertThat(Spread.isDisagreement(Spread.of(List.of(new Verdict.Tied(A, B), B_MUCH))))
                .isTrue();
        assertThat(Spread.isDisagreement(Spread.of(List.of(new Verdict.Tied(A, B), B_SLIGHTLY))))
                .isFalse();
    }

    @Test
    void bothBadBesideAChoiceIsOneHalfAndBesideItselfNothing() {
        assertThat(spread(new Verdict.BothBad(A, B), A_SLIGHTLY)).isEqualTo(0.5);
        assertThat(spread(new Verdict.BothBad(A, B), new Verdict.BothBad(B, A))).isZero();
    }

    /** τ of a reversed order is −1, so (1 − τ) / 2 is 1; one swapped pair of three gives τ = 1/3. */
    @Test
    void rankingsAreApartByKendallsTau() {
        Verdict order = new Verdict.Ranking(List.of(List.of(A), List.of(B), List.of(C)));

        assertThat(spread(order, new Verdict.Ranking(List.of(List.of(C), List.of(B), List.of(A)))))
                .isEqualTo(1);
        assertThat(spread(order, new Verdict.Ranking(List.of(List.of(B), List.of(A), List.of(C)))))
                .isCloseTo(1 / 3.0, within(1e-12));
        assertThat(spread(order, new Verdict.Ranking(List.of(List.of(A, B), List.of(C)))))
                .isCloseTo(1 / 6.0, within(1e-12));
    }

    @Test
    void ratingsAreApartByTheirWorstScale() {
        Verdict high = new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("kind", 7, "short", 3), Map.of())));
        Verdict low = new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("kind", 4, "short", 3), Map.of())));

        assertThat(spread(high, low)).isEqualTo(0.5);
    }

    @Test
    void theTwoFurthestApartCountAndOneAloneOrWrittenAnswersAreNotCompared() {
        assertThat(spread(A_SLIGHTLY, A_MUCH, B_MUCH)).isEqualTo(1);
        assertThat(Spread.of(List.of(A_MUCH))).isEqualTo(OptionalDouble.empty());
        assertThat(Spread.of(List.of(new Verdict.Demonstration("one"), new Verdict.Demonstration("two"))))
                .isEqualTo(OptionalDouble.empty());
    }
}
