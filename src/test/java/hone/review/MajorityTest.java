package hone.review;

import static org.assertj.core.api.Assertions.assertThat;

import hone.judgment.Degree;
import hone.judgment.Verdict;
import java.util.List;
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

    @Test
    void whatNobodyCanCompareNeedsNobodyElse() {
        assertThat(Majority.isReached(List.of(new Verdict.Demonstration("one"), new Verdict.Demonstration("two"))))
                .isTrue();
    }
}
