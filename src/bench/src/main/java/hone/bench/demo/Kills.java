package hone.bench.demo;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * When a demo kills: while judgments come in, and in the middle of runs. Each waits in the background until its moment has
 * come.
 */
final class Kills {
    private static final int RUN_SECONDS_MAX = 900;

    private final Saboteur saboteur;
    private final Circle circle;
    private final Ledger ledger;

    Kills(Saboteur saboteur, Circle circle, Ledger ledger) {
        this.saboteur = saboteur;
        this.circle = circle;
        this.ledger = ledger;
    }

    CompletableFuture<Void> whenJudgmentsHaveCome(int judgments) {
        if (saboteur.idle() || saboteur.targets(Part.WORKER)) {
            return CompletableFuture.completedFuture(null); // no worker runs before the first round
        }
        return aside(() -> {
            while (ledger.size() < judgments) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            saboteur.kill("after " + ledger.size() + " judgments, while more come in");
        });
    }

    /** At the first step. A worker, which could not die while judgments came in, is killed a second time halfway. */
    CompletableFuture<Void> inRun(String kind) {
        if (saboteur.idle()) {
            return CompletableFuture.completedFuture(null);
        }
        return aside(() -> {
            killAt(kind, 1);
            if (saboteur.targets(Part.WORKER)) {
                killAt(
                        kind,
                        circle.runOfNewestRound(kind)
                                .map(run -> run.steps() / 2)
                                .orElse(1L));
            }
        });
    }

    private void killAt(String kind, long step) throws Exception {
        Circle.await(
                "the " + kind + " run is at step " + step,
                RUN_SECONDS_MAX,
                () -> circle.stepOfNewestRound(kind) >= step || circle.newestRoundEnded());
        if (!saboteur.kill("at step " + step + " of the " + kind + " run")) {
            throw new IllegalStateException("there was nothing to kill in the " + kind + " run");
        }
    }

    private interface Deed {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> aside(Deed deed) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                deed.run();
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
