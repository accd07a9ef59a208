package hone.trainer.run;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM and the end of the parent ask the worker to stop; stages check {@link #isRequested} after every step, save their state
 * and end with {@link RunPaused}. The JVM's exit code is the worker's, not the signal's.
 */
public final class StopSignal {
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger();

    /** Handles SIGTERM and SIGINT in a shutdown hook that waits for the worker and then exits with its code. */
    public void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            requested.set(true);
            try {
                finished.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(exitCode.get());
        }));
    }

    /** Stops when standard input ends: the process that started this one is gone. */
    public void stopWithParent() {
        Thread.ofVirtual().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // the content does not matter, only its end
                }
            } catch (IOException e) {
                // a broken pipe is an end too
            }
            requested.set(true);
        });
    }

    public boolean isRequested() {
        return requested.get();
    }

    /** Ends the process with this code, even if a signal has begun to end it. */
    public void finish(int code) {
        exitCode.set(code);
        finished.countDown();
        System.exit(code);
    }
}
