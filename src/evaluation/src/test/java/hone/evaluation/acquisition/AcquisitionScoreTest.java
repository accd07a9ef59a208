package hone.evaluation.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Worked by hand. */
class AcquisitionScoreTest {
    private static final Offset<Double> EXACTLY = within(1e-12);

    /** Three people, one of whom is half the scale away from the two who say the same: (0 + 0.5 + 0.5) / 3. */
    @Test
    void disagreementIsTheMeanOverPairsOfJudgments() {
        assertThat(ObservedDisagreement.of(new double[] {0, 0.5, 0.5})).isCloseTo(1 / 3.0, EXACTLY);
        assertThat(ObservedDisagreement.of(new double[] {1})).isEqualTo(1);
        assertThat(ObservedDisagreement.of(new double[] {})).isZero();
    }

    @Test
    void coverageFallsWithTheRootOfTheCount() {
        assertThat(PromptCoverage.of(0)).isEqualTo(1);
        assertThat(PromptCoverage.of(3)).isCloseTo(0.5, EXACTLY);
        assertThat(PromptCoverage.of(8)).isCloseTo(1 / 3.0, EXACTLY);
        assertThat(PromptCoverage.of(63)).isCloseTo(0.125, EXACTLY);
    }

    /**
     * σ(ln 3) = 3/4 and σ(−ln 3) = 1/4: the mean is 1/2, each is 1/4 away, so the variance is 1/16, and four times that is 1/4. Two models
     * that are sure of opposite things are as far apart as can be.
     */
    @Test
    void varianceIsThatOfThePreferencesOfTheModels() {
        double ln3 = Math.log(3);

        assertThat(RewardVariance.of(new double[][] {{ln3, 0}, {0, ln3}}).orElseThrow())
                .isCloseTo(0.25, EXACTLY);
        assertThat(RewardVariance.of(new double[][] {{1_000, 0}, {0, 1_000}}).orElseThrow())
                .isCloseTo(1, EXACTLY);
        assertThat(RewardVariance.of(new double[][] {{2, 1}, {7, 6}}).orElseThrow())
                .as("another zero of the scale changes nothing")
                .isCloseTo(0, EXACTLY);
    }

    /** The models differ about the first two of three answers only where those meet each other and the third: (1/4 + x + x) / 3. */
    @Test
    void ofMoreAnswersItIsTheMeanOverPairs() {
        double ln3 = Math.log(3);
        // Pairs with the third, whose reward is 0: σ(ln 3) = 3/4 beside σ(0) = 1/2, a variance of 1/64, four times that
        // 1/16.
        double expected = (0.25 + 1 / 16.0 + 1 / 16.0) / 3;

        assertThat(RewardVariance.of(new double[][] {{ln3, 0, 0}, {0, ln3, 0}}).orElseThrow())
                .isCloseTo(expected, EXACTLY);
    }

    @Test
    void oneModelOrOneAnswerHasNoVariance() {
        assertThat(RewardVariance.of(new double[][] {})).isEmpty();
        assertThat(RewardVariance.of(new double[][] {{1, 2}})).isEmpty();
        assertThat(RewardVariance.of(new double[][] {{1}, {2}})).isEmpty();
    }

    /** (1 + 1/2) / 2, and with a variance of 1/4 beside it (1 + 1/2 + 1/4) / 3; for written answers what is left. */
    @Test
    void theScoreIsTheMeanOfWhatIsKnown() {
        assertThat(score(OptionalDouble.of(1), 3, OptionalDouble.empty())).isCloseTo(0.75, EXACTLY);
        assertThat(score(OptionalDouble.of(1), 3, OptionalDouble.of(0.25))).isCloseTo(1.75 / 3, EXACTLY);
        assertThat(score(OptionalDouble.empty(), 3, OptionalDouble.empty())).isCloseTo(0.5, EXACTLY);
    }

    @Test
    void disputedComesBeforeAgreedAndUncoveredBeforeCovered() {
        double disputed = score(OptionalDouble.of(1), 2, OptionalDouble.empty());
        double agreed = score(OptionalDouble.of(0), 2, OptionalDouble.empty());
        double uncovered = score(OptionalDouble.of(0), 0, OptionalDouble.empty());
        double covered = score(OptionalDouble.of(0), 8, OptionalDouble.empty());

        assertThat(disputed).isGreaterThan(agreed);
        assertThat(uncovered).isGreaterThan(covered);
        assertThat(disputed).as("(1 + 1/√3) / 2 beside 1/2").isGreaterThan(uncovered);
    }

    @Test
    void stepsAreOfEqualWidthAndTheHighestHoldsTheEnd() {
        assertThat(new AcquisitionScore(OptionalDouble.empty(), 0, OptionalDouble.empty()).step(16))
                .isEqualTo(1);
        assertThat(new AcquisitionScore(OptionalDouble.empty(), 0.0624, OptionalDouble.empty()).step(16))
                .isEqualTo(1);
        assertThat(new AcquisitionScore(OptionalDouble.empty(), 0.0625, OptionalDouble.empty()).step(16))
                .isEqualTo(2);
        assertThat(new AcquisitionScore(OptionalDouble.empty(), 1, OptionalDouble.empty()).step(16))
                .isEqualTo(16);
    }

    @Test
    void whatIsNoTermIsRefusedWithItsValue() {
        assertThatThrownBy(() -> new AcquisitionScore(OptionalDouble.of(1.5), 0, OptionalDouble.empty()))
                .hasMessageContaining("disagreement is 1.5");
        assertThatThrownBy(() -> new AcquisitionScore(OptionalDouble.empty(), Double.NaN, OptionalDouble.empty()))
                .hasMessageContaining("coverage is NaN");
        assertThatThrownBy(() -> ObservedDisagreement.of(new double[] {2})).hasMessageContaining("not 2.0");
        assertThatThrownBy(() -> PromptCoverage.of(-1)).hasMessageContaining("not -1");
        assertThatThrownBy(() -> RewardVariance.of(new double[][] {{1, 2}, {1}}))
                .hasMessageContaining("2 answers, not to 1");
        assertThatThrownBy(() -> RewardVariance.of(new double[][] {{1, Double.NaN}, {1, 2}}))
                .hasMessageContaining("not NaN");
    }

    private static double score(OptionalDouble disagreement, int promptJudgments, OptionalDouble variance) {
        return new AcquisitionScore(disagreement, PromptCoverage.of(promptJudgments), variance).value();
    }
}
