package hone.trainer;

import hone.trainer.checkpoint.Writes;
import hone.trainer.run.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A worker process that has several runs in it, one after the other, so that they share the start of a JVM: {@code ends JOB…} or
 * {@code copies JOB…}. With copies, the folder of a job is copied beside it at each write of a checkpoint, before the run goes on:
 * the copy has what {@code kill -9} at that write leaves, since what a process wrote outlives it and what it had not written is
 * nowhere.
 */
final class SeveralRuns {
    /** Runs, and nothing else. */
    static final String ENDS = "ends";

    /** Runs whose folders are copied at each write. */
    static final String COPIES = "copies";

    private SeveralRuns() {}

    /** The job's copy at its n-th write. */
    static Path copy(Path job, int write) {
        return job.resolveSibling("..")
                .resolve(folder(job) + "-write-" + write)
                .resolve(job.getFileName())
                .normalize();
    }

    private static Path folder(Path job) {
        return job.getName(job.getNameCount() - 2);
    }

    public static void main(String[] words) throws IOException {
        boolean failed = false;
        for (Path job : Arrays.stream(words).skip(1).map(Path::of).toList()) {
            int[] written = new int[1];
            Writes.each(words[0].equals(COPIES) ? () -> copyFolder(job, ++written[0]) : () -> {});
            try {
                failed |= Worker.run(job, new StopSignal()) != 0;
            } catch (RuntimeException | Error e) {
                e.printStackTrace();
                failed = true;
            }
        }
        System.exit(failed ? 1 : 0);
    }

    /** Reading the run's log gives up its lock, as POSIX has it; nobody else wants these runs. */
    private static void copyFolder(Path job, int write) {
        Path from = job.resolveSibling("");
        Path to = copy(job, write).resolveSibling("");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one)), LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
