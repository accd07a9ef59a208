package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
    void deaths_are_forgotten_after_ten_minutes() {
        RestartBudget budget = new RestartBudget();

        for (int death = 0; death < 60; death++) {
            assertThat(budget.allowsAnother(NOON.plusSeconds(121L * death))).isTrue();
        }
    }
}
