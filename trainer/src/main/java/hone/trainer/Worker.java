package hone.trainer;

import hone.contract.Job;
import hone.contract.Kind;
import hone.contract.RunEvent;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.distributed.GlooGroup;
import hone.trainer.distributed.Launcher;
import hone.trainer.distributed.RankLost;
import hone.trainer.distributed.Ranks;
import hone.trainer.optim.NotFinite;
import hone.trainer.run.DataParallel;
import hone.trainer.run.Options;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.run.RunLog;
import hone.trainer.run.RunPaused;
import hone.trainer.run.StopSignal;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import hone.trainer.tensor.Torch;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one job to its end and reports the outcome in the exit code: 0 succeeded, 1 failed for good (an event says why), 75
 * stopped and to be started again, anything else is a crash. Under torchrun's variables it is one of several processes that train
 * together; a job of one process never opens a connection.
 */
final class Worker {
    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;
    private static final int CRASHED = 70; // EX_SOFTWARE
    private static final int TRY_AGAIN = 75; // EX_TEMPFAIL of sysexits.h

    /** On one machine; each holds a whole model. */
    private static final int PROCESSES_MAX = 256;

    private static final int GRACE_SECONDS = 30;
    private static final int GRACE_SECONDS_MAX = 24 * 60 * 60;

    private Worker() {}

    static void run(Options options) {
        Path file = Options.path(options.plain().getFirst()).toAbsolutePath();
        StopSignal stop = new StopSignal();
        stop.listen();
        if (options.has("--with-parent")) {
            stop.stopWithParent();
        }
        int code = CRASHED;
        try {
            code = run(file, options, stop);
        } catch (RankLost e) {
            System.err.println(
                    e.getMessage() + " All processes have to be started again; they go on from the last checkpoint.");
            code = TRY_AGAIN;
        } catch (RunFailure e) {
            System.err.println(JobFile.told(e));
            code = FAILED;
        } catch (RunLog.InUse e) {
            System.err.println(e.getMessage());
            code = TRY_AGAIN;
        } catch (RuntimeException | Error e) {
            e.printStackTrace(); // for the worker's log; the run page gets a sentence
        } finally {
            stop.finish(code);
        }
    }

    /** Alone, as one of several processes, or as the one that starts them. */
    private static int run(Path file, Options options, StopSignal stop) {
        Optional<Ranks> ranks = Ranks.of(System.getenv());
        int count = options.whole("--nproc", 1, 1, PROCESSES_MAX);
        if (ranks.isPresent()) {
            if (options.text("--nproc").isPresent()) {
                throw new RunFailure(
                        "bad-options",
                        "--nproc starts the processes of a run, and WORLD_SIZE says that this is one of several already. Leave one of them out.");
            }
            return together(file, stop, ranks.get());
        }
        if (count == 1) {
            return run(file, stop);
        }
        try {
            requireSharing(JobFile.read(file));
        } catch (RunFailure e) {
            return refused(file, parent(file), e);
        }
        int grace = options.whole("--grace", GRACE_SECONDS, 1, GRACE_SECONDS_MAX);
        return Launcher.run(file, count, stop, Duration.ofSeconds(grace));
    }

    /** Runs this process's part of the job of a file. The first process speaks for all. */
    private static int together(Path file, StopSignal stop, Ranks ranks) {
        if (ranks.rank() != 0) {
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        }
        Job job;
        try {
            job = JobFile.read(file);
            requireSharing(job);
        } catch (RunFailure e) {
            if (ranks.rank() == 0) {
                return refused(file, parent(file), e);
            }
            throw e;
        }
        Torch.start(job.threads());
        try (GlooGroup group = GlooGroup.join(ranks)) {
            return run(job, parent(file), stop, group);
        }
    }

    /** Refuses a job whose stage only one process can run. */
    static void requireSharing(Job job) {
        if (!job.recipe().sharesBatches()) {
            throw new RunFailure(
                    "one-process-only",
                    "A run of kind " + Kind.nameOf(job.recipe())
                            + " runs in one process; several can share one of sft, reward, dpo, kto, grpo or ppo."
                            + " Start it in one process.");
        }
    }

    /** Runs the job of a file. Failures are reported in its log where there is one, and thrown otherwise. */
    static int run(Path file, StopSignal stop) {
        Path base = parent(file);
        Job job;
        try {
            job = JobFile.read(file);
        } catch (RunFailure e) {
            return refused(file, base, e);
        }
        return run(job, base, stop, DataParallel.ALONE);
    }

    private static int run(Job job, Path base, StopSignal stop, DataParallel together) {
        Run run = Run.open(job, base, stop, Torch.machine(job.recipe().device()), together);
        if (together.any(run.log().ended())) {
            return SUCCEEDED;
        }
        try (Scope whole =
                Scope.open()) { // owns what no smaller scope owns, so that nothing is left to the garbage collector
            if (together.count() == 1) {
                Torch.start(job.threads());
            }
            job.recipe().device().ifPresent(word -> Tensors.computeOn(word, Ranks.onThisMachine(System.getenv())));
            Torch.seed(job.seed());
            Optional<String> checkpoint = Stages.of(run);
            run.log().append((id, sequence, now) -> new RunEvent.RunSucceeded(id, sequence, now, checkpoint));
            return SUCCEEDED;
        } catch (RunPaused e) {
            System.out.println(e.getMessage());
            return TRY_AGAIN;
        } catch (RunFailure e) {
            return failed(run, e);
        } catch (NotFinite e) {
            return failed(run, e.failure());
        } catch (OutOfMemoryError e) {
            return failed(run, outOfMemory(e));
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("can't allocate memory") || message.contains("CUDA out of memory")) {
                return failed(run, outOfMemory(e));
            }
            throw e; // a bug: the supervisor sees a crash and tries again
        } finally {
            run.log().close();
        }
    }

    /** Even a job that can't be used usually names its run and folder; then its log says why. */
    private static int refused(Path file, Path base, RunFailure failure) {
        Optional<JobFile.Address> address = JobFile.address(file);
        if (address.isEmpty()) {
            throw failure;
        }
        System.err.println(JobFile.told(failure));
        try (RunLog log =
                RunLog.open(base.resolve(address.get().folder()), address.get().runId(), earlier -> {})) {
            if (!log.ended()) {
                log.append((id, sequence, now) -> new RunEvent.RunFailed(
                        id, sequence, now, failure.sentence(), failure.word(), Optional.empty()));
            }
        }
        return FAILED;
    }

    private static RunFailure outOfMemory(Throwable e) {
        return new RunFailure(
                "out-of-memory",
                "There was not enough memory; use a smaller batch or shorter rows and start again.",
                e);
    }

    private static int failed(Run run, RunFailure failure) {
        System.err.println(failure.sentence());
        run.together().tell(failure);
        if (!run.together().isFirst()) {
            return FAILED;
        }
        Optional<String> kept = lastGood(run);
        Optional<Map<String, Double>> numbers = Optional.of(failure.numbers()).filter(some -> !some.isEmpty());
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.RunFailed(id, sequence, now, failure.sentence(), failure.word(), kept, numbers));
        return FAILED;
    }

    private static Optional<String> lastGood(Run run) {
        try {
            return new Checkpoints(run.models(), run.folder(), run.job().runId())
                    .latest()
                    .map(Checkpoints.Saved::sha256);
        } catch (RunFailure e) {
            return Optional.empty(); // the first failure is the one to report
        }
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("").toAbsolutePath() : parent;
    }
}
