package hone.devstack.launch;

import hone.devstack.Server;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One server under watch: started with a line on the terminal, started again when it dies, ended once. */
final class Part {

    private static final long LOOK_MILLIS = 300;

    private final Server server;
    private final Terminal terminal;
    private final RunningParts running;
    private final RestartBudget budget = new RestartBudget();
    /** Given once the part shall end; waiting for it is the watch's pause between two looks. */
    private final Semaphore ending = new Semaphore(0);

    Part(Server server, Terminal terminal, RunningParts running) {
        this.server = server;
        this.terminal = terminal;
        this.running = running;
    }

    void start() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        server.start();
        running.note(server.name(), server.pid().orElseThrow());
        terminal.step("%-10s ready (%.1f s)".formatted(server.name(), (System.nanoTime() - begin) / 1e9));
    }

    /** Returns when the part has been ended, or after it has died too often; the latter is told to {@code giveUp}. */
    void watch(Consumer<String> giveUp) {
        try {
            while (!ending.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (server.isAlive()) {
                    continue;
                }
                if (!budget.allowsAnother(Instant.now())) {
                    giveUp.accept(
                            "%s died %d times within %d minutes, so it is not an accident; what it said last is in %s."
                                    .formatted(
                                            server.name(),
                                            budget.used(),
                                            RestartBudget.WINDOW.toMinutes(),
                                            server.log()));
                    return;
                }
                startAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain() throws InterruptedException {
        terminal.step("%s ended unasked; it is started again (%d of %d)"
                .formatted(server.name(), budget.used(), RestartBudget.RESTARTS_MAX));
        try {
            server.close();
            start();
        } catch (IOException | RuntimeException e) {
            // A failed start is the next death: the watch counts it at its next look.
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
