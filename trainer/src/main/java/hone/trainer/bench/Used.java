package hone.trainer.bench;

import java.time.Duration;

/** Time, and processor time of all threads of this process. */
record Used(double seconds, double processorSeconds) {
    static Used now() {
        Duration processor = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return new Used(System.nanoTime() / 1e9, processor.toNanos() / 1e9);
    }

    Used since(Used earlier) {
        return new Used(seconds - earlier.seconds, processorSeconds - earlier.processorSeconds);
    }
}
