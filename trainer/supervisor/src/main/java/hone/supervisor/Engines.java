package hone.supervisor;

import hone.contract.RunCommand;
import hone.contract.RunCommand.RunRequested;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The engines that this trainer service can start, side by side. A run that names none is trained by the one that is usual here.
 *
 * @param usual empty for Hone's own worker
 * @param all those with a command, by their names
 */
record Engines(Optional<Engine> usual, Map<String, Engine> all) {
    private static final List<String> OTHERS = RunCommand.ENGINES.stream()
            .filter(name -> !name.equals(Engine.HONE))
            .toList();

    /** @throws IllegalArgumentException naming the setting that can't be used */
    static Engines of(SupervisorConfig config) {
        Map<String, Engine> all = new TreeMap<>();
        config.engines().forEach((name, start) -> read(name, start).ifPresent(engine -> all.put(name, engine)));
        Optional<Engine> usual = usual(config, all);
        usual.ifPresent(engine -> all.put(engine.name(), engine));
        return new Engines(usual, Map.copyOf(all));
    }

    private static Optional<Engine> read(String name, SupervisorConfig.NamedEngine start) {
        if (start.command().isEmpty() && start.stages().isEmpty()) {
            return Optional.empty();
        }
        refuse(
                !OTHERS.contains(name),
                settingsOf(name) + "_COMMAND is set, but the engines that are started by a command are "
                        + String.join(" and ", OTHERS));
        String command = start.command()
                .orElseThrow(() -> new IllegalArgumentException(settingsOf(name) + "_STAGES is set, so "
                        + settingsOf(name) + "_COMMAND must say how " + name
                        + " is started, such as: python3 train.py {job}"));
        return Optional.of(Engine.of(name, settingsOf(name), command, start.stages()));
    }

    private static Optional<Engine> usual(SupervisorConfig config, Map<String, Engine> named) {
        String name = config.engine();
        if (name.equals(Engine.HONE)) {
            refuse(config.engineCommand().isPresent(), "HONE_ENGINE_COMMAND is set, but HONE_ENGINE is hone");
            return Optional.empty();
        }
        refuse(
                !OTHERS.contains(name),
                "HONE_ENGINE is '" + name + "', but there are hone, " + String.join(" and ", OTHERS)
                        + ": set it to one of these");
        Optional<Engine> same = Optional.ofNullable(named.get(name));
        if (same.isPresent()) {
            refuse(
                    config.engineCommand().isPresent() || config.engineStages().isPresent(),
                    "HONE_ENGINE_COMMAND or HONE_ENGINE_STAGES is set, but " + settingsOf(name) + "_COMMAND and "
                            + settingsOf(name) + "_STAGES say how " + name + " is used: keep only these");
            return same;
        }
        String command = config.engineCommand()
                .orElseThrow(() -> new IllegalArgumentException("HONE_ENGINE is " + name
                        + ", so HONE_ENGINE_COMMAND must say how it is started, such as: python3 train.py {job}"));
        return Optional.of(Engine.of(name, "HONE_ENGINE", command, config.engineStages()));
    }

    /**
     * Who trains a run that nobody has begun; empty for Hone's own worker, which does whatever the engine does not.
     *
     * @throws RunRefused if it names an engine that has no command here
     */
    Optional<Engine> of(RunRequested request) {
        Optional<Engine> asked = request.engine().isEmpty()
                ? usual
                : request.engine().filter(name -> !name.equals(Engine.HONE)).map(this::asked);
        return asked.filter(engine -> engine.trains(request.recipe()));
    }

    private Engine asked(String name) {
        return named(name)
                .orElseThrow(
                        () -> new RunRefused(
                                "no-engine",
                                "This run asks for the engine " + name
                                        + ", and the trainer service has no command for it. Set "
                                        + settingsOf(name)
                                        + "_COMMAND there, or choose another engine in the project's settings, then start the run again."));
    }

    /** The one that has begun a run, which no other can go on with. */
    Engine begunBy(String name) {
        return named(name)
                .orElseThrow(() -> new RunRefused(
                        "other-engine",
                        "This run was begun by the engine " + name
                                + ", and the trainer service has no command for it any more. Set " + settingsOf(name)
                                + "_COMMAND again, or start the run anew."));
    }

    Optional<Engine> named(String name) {
        return Optional.ofNullable(all.get(name));
    }

    private static String settingsOf(String name) {
        return "HONE_ENGINES_" + name.toUpperCase(Locale.ROOT);
    }

    private static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
