package hone.trainer;

import hone.contract.Job;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.generate.Answers;
import hone.trainer.pretrain.Pretraining;
import hone.trainer.run.Disk;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.run.RunPaused;
import hone.trainer.run.StopSignal;
import hone.trainer.sft.FineTuning;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs one job to its end and tells it in the exit code: 0 succeeded, 1 failed for good (an event says why), 75 stopped and to
 * be started again, anything else a crash.
 */
final class Worker {
    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;
    private static final int CRASHED = 70; // EX_SOFTWARE
    private static final int TRY_AGAIN = 75; // EX_TEMPFAIL of sysexits.h

    private Worker() {}

    static void run(List<String> arguments) {
        Path file = Path.of(arguments.getFirst()).toAbsolutePath();
        StopSignal stop = new StopSignal();
        stop.listen();
        if (arguments.contains("--with-parent")) {
            stop.stopWithParent();
        }
        int code = CRASHED;
        try {
            code = run(read(file), file, stop);
        } catch (RunFailure e) {
            System.err.println(e.sentence());
            code = FAILED;
        } catch (RuntimeException | Error e) {
            e.printStackTrace(); // the worker's log, for whoever mends the defect; the run page gets a sentence
        } finally {
            stop.finish(code);
        }
    }

    private static int run(Job job, Path file, StopSignal stop) {
        Run run = Run.open(job, parent(file), stop, Torch.machine());
        if (run.log().ended()) {
            return SUCCEEDED;
        }
        try {
            Torch.start(job.threads());
            Torch.seed(job.seed());
            Optional<String> checkpoint = stage(run);
            run.log().append((id, sequence, now) -> new RunEvent.RunSucceeded(id, sequence, now, checkpoint));
            return SUCCEEDED;
        } catch (RunPaused e) {
            System.out.println(e.getMessage());
            return TRY_AGAIN;
        } catch (RunFailure e) {
            return failed(run, e);
        } catch (OutOfMemoryError e) {
            return failed(run, outOfMemory(e));
        } catch (RuntimeException e) {
            if (String.valueOf(e.getMessage()).contains("can't allocate memory")) {
                return failed(run, outOfMemory(e));
            }
            throw e; // a defect: the supervisor sees a crash and tries again
        } finally {
            run.log().close();
        }
    }

    private static Optional<String> stage(Run run) {
        return switch (run.job().recipe()) {
            case Recipe.Pretrain recipe ->
                Optional.of(new Pretraining(run, recipe).train().sha256());
            case Recipe.Sft recipe ->
                Optional.of(new FineTuning(run, recipe).train().sha256());
            case Recipe.Generate recipe -> {
                new Answers(run, recipe).generate();
                yield Optional.empty();
            }
            case Recipe.Reward recipe -> throw notYet("reward");
            case Recipe.Ppo recipe -> throw notYet("ppo");
        };
    }

    private static RunFailure notYet(String stage) {
        return new RunFailure(
                "bad-recipe", "This trainer has no stage '" + stage + "' yet; it can do pretrain, sft and generate.");
    }

    private static RunFailure outOfMemory(Throwable e) {
        return new RunFailure(
                "out-of-memory",
                "There was not enough memory; use a smaller batch or shorter rows and start again.",
                e);
    }

    private static int failed(Run run, RunFailure failure) {
        System.err.println(failure.sentence());
        Optional<String> kept = lastGood(run);
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.RunFailed(id, sequence, now, failure.sentence(), failure.word(), kept));
        return FAILED;
    }

    private static Optional<String> lastGood(Run run) {
        try {
            return new Checkpoints(run.models(), run.folder(), run.job().runId())
                    .latest()
                    .map(Checkpoints.Saved::sha256);
        } catch (RunFailure e) {
            return Optional.empty(); // the first failure is the one to tell
        }
    }

    private static Job read(Path file) {
        try {
            Job job = Wire.read(Files.readAllBytes(file), Job.class);
            requireWhole(job);
            requireWhole((Record) job.recipe());
            return job;
        } catch (IOException e) {
            throw Disk.failure("read the job " + file.getFileName(), e);
        } catch (UnreadableMessage e) {
            throw new RunFailure(
                    "bad-recipe", "The job " + file.getFileName() + " can't be used: " + e.getMessage(), e);
        }
    }

    /** JSON that leaves a field out would leave a null in the record. */
    private static void requireWhole(Record read) {
        for (RecordComponent part : read.getClass().getRecordComponents()) {
            try {
                if (part.getAccessor().invoke(read) == null) {
                    throw new UnreadableMessage("the field '" + part.getName() + "' is missing");
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a record's fields can be read", e);
            }
        }
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("").toAbsolutePath() : parent;
    }
}
