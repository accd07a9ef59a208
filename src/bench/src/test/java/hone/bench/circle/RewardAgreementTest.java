package hone.bench.circle;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.labelers.Answer;
import hone.bench.world.Prompt;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardAgreementTest {
    private static final int PAIRS = 200;
    private static final List<Prompt> SUMS = Collections.nCopies(PAIRS, new Prompt.Sum("What is 7 + 5?", 7, 5));
    private static final List<Answer> RIGHT = Collections.nCopies(PAIRS, Answer.whole("7 + 5 = 12."));
    private static final List<Answer> WRONG = Collections.nCopies(PAIRS, Answer.whole("7 + 5 = 13."));
    private static final List<Double> HIGH = Collections.nCopies(PAIRS, 1.0);
    private static final List<Double> LOW = Collections.nCopies(PAIRS, -1.0);

    @Test
    void aModelThatScoresTheBetterAnswerHigherIsAlwaysRightWithoutNoise() {
        RewardAgreement accuracy = RewardAgreement.of(SUMS, RIGHT, WRONG, HIGH, LOW, 1);

        assertThat(accuracy.noiseless()).hasSize(PAIRS).containsOnly(1.0);
        assertThat(accuracy.stories()).isEmpty();
        assertThat(accuracy.rateOf(accuracy.stories())).isEmpty();
    }

    @Test
    void labelersWhoErrContradictItAboutAsOftenAsTheyErr() {
        RewardAgreement accuracy = RewardAgreement.of(SUMS, RIGHT, WRONG, HIGH, LOW, 1);

        // 15 % errors of 200: 170 expected, 5 the deviation; four of them either side.
        assertThat(accuracy.noisy().stream().filter(right -> right == 1).count())
                .isBetween(150L, 190L);
    }

    @Test
    void pairsThatNobodyCanTellApartAreLeftOut() {
        assertThat(RewardAgreement.of(SUMS, RIGHT, RIGHT, HIGH, LOW, 1).noiseless())
                .isEmpty();
    }
}
