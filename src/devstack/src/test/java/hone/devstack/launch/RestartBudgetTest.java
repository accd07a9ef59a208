package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void five_deaths_in_ten_minutes_are_forgiven_and_the_sixth_is_not() {
        RestartBudget budget = new RestartBudget();

        for (int minute = 0; minute < 5; minute++) {
            assertThat(budget.allowsAnother(NOON.plusSeconds(60L * minute))).isTrue();
        }

        assertThat(budget.allowsAnother(NOON.plusSeconds(60 * 9))).isFalse();
    }

    @Test
    void an_accident_is_mended_at_once_and_what_goes_on_waits_longer_each_time() {
        RestartBudget budget = new RestartBudget();
        List<Long> seconds = new ArrayList<>();

        for (int death = 0; death < 10; death++) {
            budget.allowsAnother(NOON.plusSeconds(death));
            seconds.add(budget.pause().toSeconds());
        }

        assertThat(seconds).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void deaths_are_forgotten_after_ten_minutes() {
        RestartBudget budget = new RestartBudget();

        for (int death = 0; death < 60; death++) {
            assertThat(budget.allowsAnother(NOON.plusSeconds(121L * death))).isTrue();
        }
    }
}
