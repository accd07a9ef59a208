package hone.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SlowingScheduleTest {
    @Test
    void theRateRisesAndThenFallsAlongALineToItsLastShare() {
        Schedule rate = new SlowingSchedule(2, 5, 20, 0.1);

        assertThat(rate.at(1)).isEqualTo(2 / 5.0);
        assertThat(rate.at(5)).isEqualTo(2);
        assertThat(rate.at(20)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(5) - rate.at(6)).isCloseTo((2 - 0.2) / 15, within(1e-12));
        assertThat(rate.at(21)).isEqualTo(rate.at(20));
    }

    @Test
    void aRateThatStaysHasTheBitsOfAConstantOne() {
        Schedule slowing = new SlowingSchedule(3e-4, 5, 20, 1);
        Schedule constant = new ConstantSchedule(3e-4, 5);

        for (int step = 0; step <= 20; step++) {
            assertThat(slowing.at(step)).isEqualTo(constant.at(step));
        }
    }

    @Test
    void aRunThatIsNoLongerThanItsWarmUpOnlyRises() {
        assertThat(new SlowingSchedule(1, 5, 3, 0).at(3)).isEqualTo(3 / 5.0);
        assertThat(new SlowingSchedule(1, 5, 5, 0).at(5)).isEqualTo(1);
    }
}
