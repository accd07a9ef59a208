package hone.devstack.launch;

import hone.devstack.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** One server under watch: started with a line on the terminal, restarted when it dies, ended once. */
final class Part {

    private static final long POLL_MILLIS = 300;

    private final Server server;
    private final Terminal terminal;
    private final RunningParts running;
    private final RestartBudget budget = new RestartBudget();
    /** The length of the log when the part was started: what follows is about this start. */
    private volatile long logBegin;

    /** Released when the part should end; waiting for it is the pause between two polls. */
    private final Semaphore ending = new Semaphore(0);

    Part(Server server, Terminal terminal, RunningParts running) {
        this.server = server;
        this.terminal = terminal;
        this.running = running;
    }

    void start() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        logBegin = Files.exists(server.log()) ? Files.size(server.log()) : 0;
        server.start();
        running.note(server.name(), server.pid().orElseThrow());
        terminal.step("%-10s ready (%.1f s)".formatted(server.name(), (System.nanoTime() - begin) / 1e9));
    }

    /** Returns when the part has been ended, or after it has died too often; then {@code giveUp} is called with the reason. */
    void watch(BiConsumer<Part, String> giveUp) {
        try {
            while (!ending.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (server.isAlive()) {
                    continue;
                }
                String cause = Cause.of(server.log(), logBegin, server.exitCode());
                if (!budget.allowsAnother(Instant.now())) {
                    server.close();
                    giveUp.accept(
                            this,
                            "died %d times within %d minutes (%s; its log: %s)"
                                    .formatted(budget.used(), RestartBudget.WINDOW.toMinutes(), cause, server.log()));
                    return;
                }
                Duration pause = budget.pause();
                terminal.step("%s ended unasked (%s); it is started again%s (%d of %d)"
                        .formatted(
                                server.name(),
                                cause,
                                pause.isZero() ? "" : " in %d s".formatted(pause.toSeconds()),
                                budget.used(),
                                RestartBudget.RESTARTS_MAX));
                if (ending.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                startAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain() throws InterruptedException {
        try {
            server.close();
            start();
        } catch (IOException | RuntimeException e) {
            // A failed start counts as the next death, at the next poll. A part that hangs is ended for that.
            terminal.step(String.valueOf(e.getMessage()));
            server.close();
        }
    }

    void announceEnd() {
        ending.release();
    }

    void end() {
        server.close();
    }

    String name() {
        return server.name();
    }
}
