package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreflightTest {

    private static final long GIB = 1L << 30;
    private static final Settings SETTINGS = Settings.of(Path.of("/checkout"), Map.of());

    @Test
    void a_roomy_machine_with_free_ports_will_do() {
        assertThat(Preflight.complaint(new Machine(8 * GIB, 20 * GIB, true, true, Set.of()), SETTINGS))
                .isEmpty();
    }

    @Test
    void a_taken_port_is_named_together_with_the_setting_that_moves_it() {
        assertThat(Preflight.complaint(new Machine(8 * GIB, 20 * GIB, false, true, Set.of(18180)), SETTINGS))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("18180", "HONE_KEYCLOAK_PORT=", "start again"));
    }

    @Test
    void too_little_memory_or_disk_is_said_with_both_numbers() {
        assertThat(Preflight.complaint(new Machine(GIB, 20 * GIB, false, true, Set.of()), SETTINGS))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("1.0 GB of memory", "2.0 GB", "close"));
        assertThat(Preflight.complaint(new Machine(8 * GIB, GIB / 2, false, true, Set.of()), SETTINGS))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("0.5 GB of disk", "/checkout/.hone", "HONE_DATA="));
    }

    @Test
    void root_without_user_namespaces_is_sent_to_an_ordinary_user() {
        assertThat(Preflight.complaint(new Machine(8 * GIB, 20 * GIB, true, false, Set.of()), SETTINGS))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("ordinary user"));
    }

    @Test
    void a_port_that_is_no_number_is_refused_by_its_name() {
        assertThatThrownBy(() -> Settings.of(Path.of("/checkout"), Map.of("HONE_APP_PORT", "80800")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("HONE_APP_PORT is \"80800\"");
    }
}
