package hone.evaluation;

import static hone.evaluation.RewardAccuracy.Preferred.FIRST;
import static hone.evaluation.RewardAccuracy.Preferred.NEITHER;
import static hone.evaluation.RewardAccuracy.Preferred.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RewardAccuracyTest {
    @Test
    void itIsRightWhereItScoresThePreferredAnswerHigherAndHalfRightWhereItScoresBothAlike() {
        List<Double> first = List.of(2.0, 2.0, 1.0, 1.0, 3.0);
        List<Double> second = List.of(1.0, 1.0, 2.0, 1.0, 0.0);

        assertThat(RewardAccuracy.of(first, second, List.of(FIRST, SECOND, SECOND, FIRST, NEITHER)))
                .containsExactly(1.0, 0.0, 1.0, 0.5);
    }
}
