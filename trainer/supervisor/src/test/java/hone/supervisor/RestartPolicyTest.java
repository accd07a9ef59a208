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
            deaths = deaths.afterAnother(0);
            assertThat(policy.allowsRestart(deaths)).as("death %d", death).isTrue();
        }
        assertThat(policy.allowsRestart(deaths.afterAnother(0))).isFalse();
    }

    @Test
    void aNewCheckpointBeginsTheCountAnew() {
        Deaths atTheLimit = new Deaths(5, 3);

        assertThat(atTheLimit.afterAnother(8)).isEqualTo(new Deaths(1, 8));
        assertThat(atTheLimit.afterAnother(3)).isEqualTo(new Deaths(6, 3));
    }

    @Test
    void noRestartAtAllIsASettingAndANegativeNumberIsNot() {
        assertThat(new RestartPolicy(0).allowsRestart(Deaths.NONE.afterAnother(0)))
                .isFalse();
        assertThatThrownBy(() -> new RestartPolicy(-1)).hasMessageContaining("hone.restarts");
    }
}
