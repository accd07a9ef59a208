package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.supervisor.RestartPolicy.Deaths;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    @Test
    void fiveDeathsInARowAreAnsweredWithAStartAndTheSixthIsNot() {
        RestartPolicy policy = new RestartPolicy(5);
        Deaths deaths = Deaths.NONE;

        for (int death = 1; death <= 5; death++) {
            deaths = deaths.another(0);
            assertThat(policy.startAgain(deaths)).as("death %d", death).isTrue();
        }
        assertThat(policy.startAgain(deaths.another(0))).isFalse();
    }

    @Test
    void aNewCheckpointBeginsTheCountAnew() {
        Deaths atTheLimit = new Deaths(5, 3);

        assertThat(atTheLimit.another(8)).isEqualTo(new Deaths(1, 8));
        assertThat(atTheLimit.another(3)).isEqualTo(new Deaths(6, 3));
    }

    @Test
    void noRestartAtAllIsASettingAndANegativeNumberIsNot() {
        assertThat(new RestartPolicy(0).startAgain(Deaths.NONE.another(0))).isFalse();
        assertThatThrownBy(() -> new RestartPolicy(-1)).hasMessageContaining("hone.restarts");
    }
}
