package hone.supervisor;

import hone.contract.Recipe;
import hone.contract.Topics;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of the trainer service; each can come from the environment, {@code hone.worker.threads} as HONE_WORKER_THREADS. */
@ConfigMapping(prefix = "hone")
public interface SupervisorConfig {
    /** The prefix of every topic's name and of the consumer group's: lets several Hones share a cluster. */
    Optional<String> topicPrefix();

    /** The folder of checkpoints, shared with the app; each in a folder named by its manifest's sha256. */
    Path models();

    /** The folder of the runs: one folder per run, its state across restarts. Several supervisors may share it. */
    Path runs();

    /** Workers at the same time. */
    @WithDefault("1")
    int parallelRuns();

    /** Runs that may wait here; further ones stay on the topic until there is room. */
    @WithDefault("1000")
    int waitingRuns();

    /** How many deaths of a worker in a row, without a new checkpoint in between, are followed by a restart. */
    @WithDefault("5")
    int restarts();

    /** How long the data of a finished run stays in its folder; its request and events stay for good. */
    @WithDefault("P14D")
    Duration keepData();

    /**
     * Who trains the runs that name no engine: {@code hone}, or {@code trl} or {@code openrlhf} for an engine that keeps the
     * worker's contract.
     */
    @WithDefault("hone")
    String engine();

    /** How that engine is started: a command line with {@code {job}}, and also {@code {folder}}, {@code {run}}, {@code {threads}}. */
    Optional<String> engineCommand();

    /** Stages that the engine trains, the others are trained by Hone's worker; absent: all that the engine of this name can. */
    Optional<List<String>> engineStages();

    /** Engines beside it for the runs that name one, by their names: {@code hone.engines.trl.command} as HONE_ENGINES_TRL_COMMAND. */
    Map<String, NamedEngine> engines();

    /** How an engine is started, and what it trains; as for {@link #engine}. */
    interface NamedEngine {
        Optional<String> command();

        Optional<List<String>> stages();
    }

    Worker worker();

    /** How workers are started. */
    interface Worker {
        /**
         * A file with the worker's class path. Relative entries start at the file's folder; a folder {@code classes} next to it
         * comes first.
         */
        Path classpathFile();

        /** A java argument file with the worker's flags. */
        Optional<Path> jvmFile();

        /** Lines NAME=value to set, -NAME to unset. */
        Optional<Path> envFile();

        /** Threads of a worker process; its share of all processors when absent. */
        OptionalInt threads();

        /** Processes of a run on this machine that share the rows of each batch; stages that can't be shared run in one. */
        @WithDefault("1")
        int processes();

        /** How many processes a run of this recipe gets. */
        default int processesOf(Recipe recipe) {
            return recipe.sharesBatches() ? processes() : 1;
        }

        /** The threads of each of them. */
        default int threadsOf(Recipe recipe) {
            return threads().orElse(Math.max(1, Runtime.getRuntime().availableProcessors() / processesOf(recipe)));
        }

        /** Those of an engine, which divides them among its processes itself. */
        default int allThreads() {
            return threads().orElse(Runtime.getRuntime().availableProcessors());
        }

        /** Between SIGTERM and SIGKILL; it must suffice to save a checkpoint. */
        @WithDefault("PT30S")
        Duration grace();

        /** The delay before a worker that died is restarted. */
        @WithDefault("PT1S")
        Duration pause();
    }

    default Topics topics() {
        return new Topics(topicPrefix().orElse(""));
    }
}
