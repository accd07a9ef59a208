package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.DpoRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.SftRecipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineTest {
    @Test
    void anEngineTrainsItsStagesOrThoseThatAreNamed() {
        Engine trl = Engine.of("trl", "HONE_ENGINE", "train {job}", Optional.empty());
        Engine some = Engine.of("trl", "HONE_ENGINE", "train {job}", Optional.of(List.of("dpo")));

        assertThat(trl.trains(SftRecipe.small())).isTrue();
        assertThat(trl.trains(GrpoRecipe.small())).isTrue();
        assertThat(trl.trains(PpoRecipe.small())).isFalse();
        assertThat(some.trains(SftRecipe.small())).isFalse();
        assertThat(some.trains(DpoRecipe.small())).isTrue();
    }

    @Test
    void wordsAreDividedAtBlanksAndNeverWhereAPlaceholderStands() {
        CommandTemplate template = CommandTemplate.of(
                "HONE_ENGINE_COMMAND", "torchrun --nproc-per-node=2  'my engines/train.py' \"{job}\" --log={folder}/a");

        List<String> line = template.line(Map.of(
                "job", Path.of("/runs/with $1 blank/job.json").toString(), "folder", "/f", "run", "r", "threads", "2"));

        assertThat(line)
                .containsExactly(
                        "torchrun",
                        "--nproc-per-node=2",
                        "my engines/train.py",
                        "/runs/with $1 blank/job.json",
                        "--log=/f/a");
    }
}
