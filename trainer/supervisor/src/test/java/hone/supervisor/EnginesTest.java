package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.contract.Example;
import hone.contract.Recipe;
import hone.contract.RunCommand.RunRequested;
import hone.contract.Wire;
import io.smallrye.config.EnvConfigSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who trains a run, by the environment of the trainer service and by what the run asks for. */
class EnginesTest {
    private static final String TRL = "HONE_ENGINES_TRL_COMMAND=trl {job}";
    private static final String OPENRLHF = "HONE_ENGINES_OPENRLHF_COMMAND=openrlhf {job}";

    /** @param variables divided by ';' */
    private static Engines engines(String variables) {
        Map<String, String> environment = new HashMap<>(
                Map.of("HONE_MODELS", "models", "HONE_RUNS", "runs", "HONE_WORKER_CLASSPATH_FILE", "none"));
        environment.putAll(Arrays.stream(variables.split(";"))
                .map(variable -> variable.strip().split("=", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> words[1])));
        return Engines.of(Settings.of(new EnvConfigSource(environment, 300)));
    }

    private static RunRequested of(String recipe) {
        RunRequested any = Wire.read(Example.resource("RunCommand/run.requested-sft.json"), RunRequested.class);
        return new RunRequested(
                any.runId(),
                any.projectId(),
                Wire.read(Example.resource("Recipe/" + recipe + ".json"), Recipe.class),
                any.dataset(),
                any.inputs(),
                any.seed(),
                any.requestedAt(),
                any.engine());
    }

    /** The first word of the command of whoever trains it; {@code hone} for the own worker. */
    private static String trainer(Engines engines, RunRequested request) {
        return engines.of(request)
                .map(engine -> engine.command().words().getFirst())
                .orElse("hone");
    }

    @ParameterizedTest(name = "{0} with {1} by {2}: {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // settings                                        | stage    | asked    | who trains
                "                                                  | sft      | -        | hone",
                "HONE_ENGINE=hone                                  | sft      | -        | hone",
                "                                                  | sft      | hone     | hone",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=usual {job}  | sft      | -        | usual",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=usual {job}  | sft      | trl      | usual",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=usual {job}  | sft      | hone     | hone",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=usual {job}  | generate | -        | hone",
                "HONE_ENGINE=trl; " + TRL + "                      | sft      | -        | trl",
                TRL + "; " + OPENRLHF + "                          | sft      | -        | hone",
                TRL + "; " + OPENRLHF + "                          | sft      | trl      | trl",
                TRL + "; " + OPENRLHF + "                          | sft      | openrlhf | openrlhf",
                TRL + "; " + OPENRLHF + "                          | ppo      | openrlhf | hone",
                TRL + "; HONE_ENGINES_TRL_STAGES=dpo,ppo           | ppo      | trl      | trl",
                TRL + "; HONE_ENGINES_TRL_STAGES=dpo,ppo           | sft      | trl      | hone",
                "HONE_ENGINE=openrlhf; HONE_ENGINE_COMMAND=usual {job}; " + TRL + "| sft | - | usual",
                "HONE_ENGINE=openrlhf; HONE_ENGINE_COMMAND=usual {job}; " + TRL + "| sft | trl | trl",
                "HONE_ENGINES_TRL_COMMAND=; HONE_ENGINES_TRL_STAGES= | sft    | -        | hone",
            })
    void aRunIsTrainedByWhomItAsksForOrByWhoIsUsualHere(String settings, String stage, String asked, String trainer) {
        RunRequested request = of(stage);

        assertThat(trainer(
                        engines(settings == null ? "" : settings), asked == null ? request : World.by(asked, request)))
                .isEqualTo(trainer);
    }

    @ParameterizedTest
    @CsvSource({"trl, HONE_ENGINES_TRL_COMMAND", "openrlhf, HONE_ENGINES_OPENRLHF_COMMAND"})
    void anEngineWithoutACommandIsRefusedByTheSettingThatItLacks(String asked, String setting) {
        Engines none = engines("");

        assertThatThrownBy(() -> none.of(World.by(asked, of("sft"))))
                .isInstanceOfSatisfying(
                        RunRefused.class, refused -> assertThat(refused.word()).isEqualTo("no-engine"))
                .hasMessageContaining("the engine " + asked)
                .hasMessageContaining("Set " + setting);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "HONE_ENGINE=magic; HONE_ENGINE_COMMAND=train {job} | HONE_ENGINE is 'magic', but there are hone, trl and openrlhf",
                "HONE_ENGINE=trl                                    | HONE_ENGINE_COMMAND must say how it is started",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=train         | HONE_ENGINE_COMMAND has no {job}",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=train {jobs}  | the placeholder {jobs}, but there are {job}, {folder}, {run}",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=train \"{job} | a quote without its end",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=train {job}; HONE_ENGINE_STAGES=sft,rlhf | HONE_ENGINE_STAGES names 'rlhf', but there are sft, reward",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=train {job}; HONE_ENGINE_STAGES=score | HONE_ENGINE_STAGES names 'score', but there are sft, reward",
                "HONE_ENGINE=hone; HONE_ENGINE_COMMAND=train {job}  | HONE_ENGINE_COMMAND is set, but HONE_ENGINE is hone",
                "HONE_ENGINE=trl; HONE_ENGINE_COMMAND=train {job}; HONE_ENGINES_TRL_COMMAND=trl {job} | HONE_ENGINES_TRL_STAGES say how trl is used",
                "HONE_ENGINES_MAGIC_COMMAND=train {job}             | HONE_ENGINES_MAGIC_COMMAND is set, but the engines that are started by a command are trl and openrlhf",
                "HONE_ENGINES_HONE_COMMAND=train {job}              | HONE_ENGINES_HONE_COMMAND is set, but",
                "HONE_ENGINES_TRL_STAGES=sft                        | HONE_ENGINES_TRL_COMMAND must say how trl is started",
                "HONE_ENGINES_TRL_COMMAND=train                     | HONE_ENGINES_TRL_COMMAND has no {job}",
                "HONE_ENGINES_OPENRLHF_COMMAND=train {job}; HONE_ENGINES_OPENRLHF_STAGES=rlhf | HONE_ENGINES_OPENRLHF_STAGES names 'rlhf'",
            })
    void whatCanNotBeMeantStopsTheStart(String settings, String sentence) {
        assertThatThrownBy(() -> engines(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
