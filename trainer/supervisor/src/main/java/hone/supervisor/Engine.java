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

    /** Which stages an engine trains unless the settings say others: those of the programs in {@code trainer/engines}. */
    private static final Map<String, List<String>> USUAL =
            Map.of("trl", List.of("sft", "reward", "dpo", "grpo"), "openrlhf", List.of("sft", "reward", "dpo"));

    private static final List<String> TRAINING = List.of("sft", "reward", "dpo", "kto", "grpo", "ppo", "best-of-n");

    /** The stop signal of engines whose processes no signal of this machine reaches: a file of this name in the engine's folder. */
    static final String STOP_FILE = "stop";

    /**
     * An engine by what the settings say of it.
     *
     * @param settings what their names begin with: HONE_ENGINE, or HONE_ENGINES_TRL
     * @throws IllegalArgumentException naming the setting that can't be used
     */
    static Engine of(String name, String settings, String command, Optional<List<String>> stages) {
        for (String stage : stages.orElse(List.of())) {
            if (!TRAINING.contains(stage)) {
                throw new IllegalArgumentException(
                        settings + "_STAGES names '" + stage + "', but there are " + String.join(", ", TRAINING));
            }
        }
        return new Engine(
                name,
                List.copyOf(stages.orElseGet(() -> USUAL.getOrDefault(name, List.of()))),
                CommandTemplate.of(settings + "_COMMAND", command));
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
}
