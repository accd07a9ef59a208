package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NeedsTest {

    @Test
    void what_trains_answers_or_carries_may_be_missing_while_people_label() {
        assertThat(List.of("serve", "trainer", "kafka")).allMatch(Needs::labelingContinuesWithout);
        assertThat(List.of("app", "postgres", "keycloak")).noneMatch(Needs::labelingContinuesWithout);
    }

    @Test
    void with_a_part_ends_what_can_do_nothing_without_it() {
        assertThat(Needs.endingWith("serve")).containsExactly("serve");
        assertThat(Needs.endingWith("kafka")).containsExactly("kafka", "trainer");
        assertThat(Needs.endingWith("postgres")).containsExactly("app", "keycloak", "postgres");
    }
}
