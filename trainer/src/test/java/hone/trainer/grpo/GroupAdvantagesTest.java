package hone.trainer.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.GrpoSettings;
import org.junit.jupiter.api.Test;

class GroupAdvantagesTest {
    @Test
    void anAnswerIsComparedWithTheMeanOfTheOthersWhenItIsLeftOut() {
        // 1 − (0 + 0 + 2)/3 = 1/3; 0 − (1 + 0 + 2)/3 = −1; 2 − 1/3 = 5/3
        assertThat(GroupAdvantages.of(new double[] {1, 0, 0, 2}, 4, GrpoSettings.LEAVE_ONE_OUT, 1e-4))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(1 / 3.0, -1, -1, 5 / 3.0);
    }

    @Test
    void aGroupThatScoresTheSameTeachesNothing() {
        for (String how :
                new String[] {GrpoSettings.GROUP, GrpoSettings.BATCH, GrpoSettings.NONE, GrpoSettings.LEAVE_ONE_OUT}) {
            assertThat(GroupAdvantages.of(new double[] {2, 2, 5, 5}, 2, how, 1e-4))
                    .as(how)
                    .containsOnly(0);
        }
    }
}
