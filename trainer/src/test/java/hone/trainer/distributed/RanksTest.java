package hone.trainer.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.trainer.run.RunFailure;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RanksTest {
    @Test
    void withoutTorchrunsVariablesAProcessTrainsAlone() {
        assertThat(Ranks.of(Map.of("PATH", "/bin", "MASTER_PORT", "29500"))).isEmpty();
    }

    @Test
    void aWorldOfOneIsAProcessAlone() {
        assertThat(Ranks.of(environment("RANK=0 WORLD_SIZE=1 MASTER_ADDR=a MASTER_PORT=29500")))
                .isEmpty();
    }

    @Test
    void theFirstProcessKeepsTheStoreUnlessTorchrunDoes() {
        String variables = "RANK=0 WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=29500";

        assertThat(Ranks.of(environment(variables)))
                .contains(new Ranks(0, 2, "127.0.0.1", 29500, Optional.empty()))
                .hasValueSatisfying(ranks -> assertThat(ranks.keepsStore()).isTrue());
        assertThat(Ranks.of(environment(variables + " TORCHELASTIC_USE_AGENT_STORE=True TORCHELASTIC_RESTART_COUNT=3")))
                .contains(new Ranks(0, 2, "127.0.0.1", 29500, Optional.of("/worker/attempt_3")))
                .hasValueSatisfying(ranks -> assertThat(ranks.keepsStore()).isFalse());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RANK=0|but not WORLD_SIZE, MASTER_ADDR, MASTER_PORT",
                "WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=1|but not RANK",
                "RANK=0 WORLD_SIZE=2 MASTER_PORT=1|but not MASTER_ADDR",
                "RANK=2 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=1|RANK is 2, but ranks are counted from 0",
                "RANK=-1 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=1|RANK is '-1'",
                "RANK=one WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=1|RANK is 'one'",
                "RANK=0 WORLD_SIZE=0 MASTER_ADDR=a MASTER_PORT=1|WORLD_SIZE is '0'",
                "RANK=0 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=70000|MASTER_PORT is '70000'",
            })
    void variablesThatContradictEachOtherAreRefusedByName(String variables, String sentence) {
        assertThatThrownBy(() -> Ranks.of(environment(variables)))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining(sentence);
    }

    private static Map<String, String> environment(String variables) {
        return Arrays.stream(variables.split(" "))
                .map(one -> one.split("=", 2))
                .collect(Collectors.toMap(one -> one[0], one -> one[1]));
    }
}
