package hone.supervisor;

import hone.contract.Kind;
import hone.contract.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another program that trains some stages in place of Hone's own worker, and keeps the same contract
 * ({@code trainer/contract/README.md}). Stages that it does not train stay with Hone's worker.
 *
 * @param name stands in the job as the folder that the engine writes to, and begins what the engine says of its machine
 * @param stages kinds of recipes
 */
record Engine(String name, List<String> stages, CommandTemplate command) {
    static final String HONE = "hone";

    /** Engines, and which stages the programs in {@code trainer/engines} train. */
    private static final Map<String, List<String>> KNOWN =
            Map.of("trl", List.of("sft", "reward", "dpo", "grpo"), "openrlhf", List.of("sft", "reward", "dpo"));

    private static final List<String> TRAINING = List.of("sft", "reward", "dpo", "kto", "grpo", "ppo", "best-of-n");

    /** The stop signal of engines whose processes no signal of this machine reaches: a file of this name in the engine's folder. */
    static final String STOP_FILE = "stop";

    /**
     * The engine of this installation; empty for Hone's own worker.
     *
     * @throws IllegalArgumentException naming the setting that can't be used
     */
    static Optional<Engine> of(SupervisorConfig config) {
        String name = config.engine();
        if (name.equals(HONE)) {
            refuse(config.engineCommand().isPresent(), "HONE_ENGINE_COMMAND is set, but HONE_ENGINE is hone");
            return Optional.empty();
        }
        List<String> usual = KNOWN.get(name);
        if (usual == null) {
            throw new IllegalArgumentException(
                    "HONE_ENGINE is '" + name + "', but there are hone, trl and openrlhf: set it to one of these");
        }
        List<String> stages = config.engineStages().orElse(usual);
        for (String stage : stages) {
            refuse(
                    !TRAINING.contains(stage),
                    "HONE_ENGINE_STAGES names '" + stage + "', but there are " + String.join(", ", TRAINING));
        }
        String command = config.engineCommand()
                .orElseThrow(() -> new IllegalArgumentException("HONE_ENGINE is " + name
                        + ", so HONE_ENGINE_COMMAND must say how it is started, such as: python3 train.py {job}"));
        return Optional.of(new Engine(name, List.copyOf(stages), CommandTemplate.of(command)));
    }

    boolean trains(Recipe recipe) {
        return stages.contains(Kind.nameOf(recipe));
    }

    /** Where it writes events and keeps its state; events are taken over from there once they are checked. */
    Path folder(RunFolder run) {
        return run.path().resolve(name);
    }

    List<String> line(RunFolder run, int threads) {
        return command.line(Map.of(
                "job", run.job().toAbsolutePath().toString(),
                "folder", folder(run).toAbsolutePath().toString(),
                "run", run.runId(),
                "threads", Integer.toString(threads)));
    }

    private static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
