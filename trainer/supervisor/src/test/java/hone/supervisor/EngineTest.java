package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.contract.DpoRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.SftRecipe;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {
    private static Optional<Engine> engine(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of("hone.models", "models", "hone.runs", "runs", "hone.worker.classpath-file", "none"));
        return Engine.of(Settings.of(all));
    }

    @Test
    void withoutAWordHonesOwnWorkerTrains() {
        assertThat(engine(Map.of())).isEmpty();
        assertThat(engine(Map.of("hone.engine", "hone"))).isEmpty();
    }

    @Test
    void anEngineTrainsItsStagesOrThoseThatAreNamed() {
        Map<String, String> trl = Map.of("hone.engine", "trl", "hone.engine-command", "train {job}");
        Map<String, String> some = new HashMap<>(trl);
        some.put("hone.engine-stages", "dpo");

        assertThat(engine(trl).orElseThrow().trains(SftRecipe.small())).isTrue();
        assertThat(engine(trl).orElseThrow().trains(GrpoRecipe.small())).isTrue();
        assertThat(engine(trl).orElseThrow().trains(PpoRecipe.small())).isFalse();
        assertThat(engine(some).orElseThrow().trains(SftRecipe.small())).isFalse();
        assertThat(engine(some).orElseThrow().trains(DpoRecipe.small())).isTrue();
    }

    @Test
    void wordsAreDividedAtBlanksAndNeverWhereAPlaceholderStands() {
        CommandTemplate template =
                CommandTemplate.of("torchrun --nproc-per-node=2  'my engines/train.py' \"{job}\" --log={folder}/a");

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "magic | train {job}      | -       | HONE_ENGINE is 'magic', but there are hone, trl and openrlhf",
                "trl   | -                | -       | HONE_ENGINE_COMMAND must say how it is started",
                "trl   | train            | -       | has no {job}",
                "trl   | train {jobs}     | -       | the placeholder {jobs}, but there are {job}, {folder}, {run}",
                "trl   | train \"{job}    | -       | a quote without its end",
                "trl   | train {job}      | sft,rlhf| names 'rlhf', but there are sft, reward",
                "trl   | train {job}      | score   | names 'score', but there are sft, reward",
                "hone  | train {job}      | -       | HONE_ENGINE_COMMAND is set, but HONE_ENGINE is hone",
            })
    void whatCanNotBeMeantStopsTheStart(String name, String command, String stages, String sentence) {
        Map<String, String> settings = new HashMap<>(Map.of("hone.engine", name));
        if (command != null) {
            settings.put("hone.engine-command", command);
        }
        if (stages != null) {
            settings.put("hone.engine-stages", stages);
        }

        assertThatThrownBy(() -> engine(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
