package hone.trainer;

import hone.trainer.checkpoint.Writes;
import hone.trainer.run.StopSignal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker process that has several runs in it, so that they share the start of a JVM: {@code WRITE JOB…}. Each goes to its n-th
 * write of a checkpoint and stands there; when the last one does, or has ended, the process dies with all of them as by {@code kill
 * -9}. With 0, or where no run has so many writes, all go to their ends.
 */
final class SeveralRuns {
    private static final int KILLED = 137;

    private final int write;
    private final Semaphore next = new Semaphore(0);
    private final AtomicBoolean standing = new AtomicBoolean();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final ThreadLocal<int[]> written = ThreadLocal.withInitial(() -> new int[1]);

    private SeveralRuns(int write) {
        this.write = write;
    }

    public static void main(String[] words) throws InterruptedException {
        new SeveralRuns(Integer.parseInt(words[0]))
                .go(Arrays.stream(words).skip(1).map(Path::of).toList());
    }

    private void go(List<Path> jobs) throws InterruptedException {
        Writes.each(this::wrote);
        for (Path job : jobs) {
            Thread.ofPlatform().daemon().name(String.valueOf(job.getParent())).start(() -> run(job));
            next.acquire();
        }
        if (standing.get()) {
            Runtime.getRuntime().halt(KILLED);
        }
        System.exit(failed.get() ? 1 : 0);
    }

    private void run(Path job) {
        try {
            if (Worker.run(job, new StopSignal()) != 0) {
                failed.set(true);
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            failed.set(true);
        } finally {
            next.release();
        }
    }

    private void wrote() {
        if (++written.get()[0] == write) {
            standing.set(true);
            next.release();
            while (standing.get()) {
                LockSupport.park(this);
            }
        }
    }
}
