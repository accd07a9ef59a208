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
        assertThat(Spread.isDisagreement(List.of(new Verdict.Tied(A, B), B_MUCH)))
                .isTrue();
        assertThat(Spread.isDisagreement(List.of(new Verdict.Tied(A, B), B_SLIGHTLY)))
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

    private static Verdict rated(int kind, int brief) {
        return new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("kind", kind, "brief", brief), Map.of())));
    }

    private static Verdict harmful(boolean set) {
        return new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("kind", 4), Map.of("harmful", set))));
    }

    /** From 1 to 7 there are six steps. */
    @Test
    void ratingsAreApartByTheirWorstScale() {
        assertThat(spread(rated(7, 3), rated(4, 3))).isEqualTo(0.5);
        assertThat(spread(rated(7, 3), rated(5, 1))).isCloseTo(2 / 6.0, within(1e-12));
        assertThat(spread(rated(4, 1), rated(4, 7))).isEqualTo(1);
        assertThat(spread(rated(2, 6), rated(2, 6))).isZero();
    }

    @Test
    void peopleDisagreeAboutARatingWhereTheyAreThreeStepsApartOnOneScaleOrAboutAFlag() {
        assertThat(Spread.isDisagreement(List.of(rated(6, 5), rated(4, 3)))).isFalse();
        assertThat(Spread.isDisagreement(List.of(rated(6, 5), rated(6, 2)))).isTrue();
        assertThat(Spread.isDisagreement(List.of(harmful(true), harmful(true)))).isFalse();
        assertThat(Spread.isDisagreement(List.of(harmful(true), harmful(false))))
                .isTrue();
        assertThat(Spread.isDisagreement(List.of(rated(2, 4), rated(4, 4), rated(6, 4))))
                .as("2 and 6 are four steps apart")
                .isTrue();
    }

    @Test
    void eachAnswerIsRatedByItself() {
        Verdict one = new Verdict.Rating(List.of(
                new Verdict.Rated(A, Map.of("kind", 7), Map.of()), new Verdict.Rated(B, Map.of("kind", 1), Map.of())));
        Verdict other = new Verdict.Rating(List.of(
                new Verdict.Rated(B, Map.of("kind", 2), Map.of()), new Verdict.Rated(A, Map.of("kind", 7), Map.of())));

        assertThat(spread(one, other)).isCloseTo(1 / 6.0, within(1e-12));
    }

    /** The guideline named other criteria when the second person judged. */
    @Test
    void whatOnlyOneOfThemWasAskedSaysNothing() {
        Verdict brave = new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("brave", 1), Map.of())));
        Verdict both = new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("brave", 2, "kind", 7), Map.of())));

        assertThat(Spread.of(List.of(rated(7, 7), brave))).isEqualTo(OptionalDouble.empty());
        assertThat(spread(both, brave)).isCloseTo(1 / 6.0, within(1e-12));
    }

    @Test
    void theTwoFurthestApartCountAndOneAloneOrWrittenAnswersAreNotCompared() {
        assertThat(spread(A_SLIGHTLY, A_MUCH, B_MUCH)).isEqualTo(1);
        assertThat(Spread.of(List.of(A_MUCH))).isEqualTo(OptionalDouble.empty());
        assertThat(Spread.of(List.of(new Verdict.Demonstration("one"), new Verdict.Demonstration("two"))))
                .isEqualTo(OptionalDouble.empty());
    }
}
