package hone.project;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.RunCommand;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingEngineTest {
    @Test
    void everyEngineThatARequestMayNameCanBeChosen() {
        assertThat(Arrays.stream(TrainingEngine.values())
                        .map(TrainingEngine::asked)
                        .flatMap(Optional::stream))
                .containsExactlyElementsOf(RunCommand.ENGINES);
        assertThat(TrainingEngine.DEFAULT.asked()).isEmpty();
    }
}
