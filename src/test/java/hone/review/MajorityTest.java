package hone.review;

import static org.assertj.core.api.Assertions.assertThat;

import hone.judgment.Degree;
import hone.judgment.Verdict;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Worked by hand. */
class MajorityTest {
    private static final UUID A = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID B = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    private static final Verdict FOR_A = new Verdict.Preferred(A, B, Degree.MUCH);
    private static final Verdict FOR_B = new Verdict.Preferred(B, A, Degree.MUCH);
    private static final Verdict TIE = new Verdict.Tied(A, B);

    @Test
    void moreThanHalfHaveToSayAboutTheSame() {
        assertThat(Majority.isReached(List.of(FOR_A, FOR_B))).isFalse();
        assertThat(Majority.isReached(List.of(FOR_A, FOR_B, FOR_A))).isTrue();
        assertThat(Majority.isReached(List.of(FOR_A, FOR_B, TIE)))
                .as("three that all differ")
                .isFalse();
        assertThat(Majority.isReached(List.of(FOR_A, FOR_B, TIE, FOR_B)))
                .as("half is not more than half")
                .isFalse();
        assertThat(Majority.isReached(List.of(FOR_A, FOR_B, TIE, FOR_B, FOR_B))).isTrue();
    }

    @Test
    void aMilderJudgmentOfTheSameSideSaysAboutTheSame() {
        Verdict mildly = new Verdict.Preferred(A, B, Degree.SLIGHTLY);
        assertThat(Majority.isReached(List.of(FOR_A, FOR_B, mildly))).isTrue();
    }

    private static Verdict rated(int kind, int brief) {
        return new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("kind", kind, "brief", brief), Map.of())));
    }

    @Test
    void eachMarkOfARatingNeedsItsOwnMajority() {
        assertThat(Majority.isReached(List.of(rated(1, 4), rated(4, 4)))).isFalse();
        assertThat(Majority.isReached(List.of(rated(1, 4), rated(4, 4), rated(7, 4))))
                .as("three about “kind” that all differ")
                .isFalse();
        assertThat(Majority.isReached(List.of(rated(1, 4), rated(4, 4), rated(3, 4))))
                .isTrue();
        assertThat(Majority.isReached(List.of(rated(1, 4), rated(6, 4), rated(6, 1))))
                .as("the first is alone about “kind”, the third about “brief”")
                .isTrue();
        assertThat(Majority.isReached(List.of(rated(1, 4), rated(6, 4), rated(6, 1), rated(1, 1))))
                .as("two and two about each")
                .isFalse();
    }

    @Test
    void whoWasAskedOtherCriteriaHasNoVoteAboutThese() {
        Verdict brave = new Verdict.Rating(List.of(new Verdict.Rated(A, Map.of("brave", 5), Map.of())));

        assertThat(Majority.isReached(List.of(rated(1, 4), rated(6, 4), brave))).isFalse();
        assertThat(Majority.isReached(List.of(rated(5, 4), rated(6, 4), brave))).isTrue();
    }

    @Test
    void whatNobodyCanCompareNeedsNobodyElse() {
        assertThat(Majority.isReached(List.of(new Verdict.Demonstration("one"), new Verdict.Demonstration("two"))))
                .isTrue();
    }
}
