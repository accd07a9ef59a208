package hone.trainer.distributed;

import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.StringVector;

/**
 * Finds out which process of a run is gone. Each counts up a number of its own in the store every second, and looks whether that of the next
 * rank moves; the first that misses somebody writes it down for all. So a process that is only slow is never taken for one that hangs, and
 * what it costs does not grow with the number of processes.
 */
final class Heartbeats implements AutoCloseable {
    private static final Duration BEAT = Duration.ofSeconds(1);

    /** After a broken connection, beats without a sign after which the next rank is the one that is gone. */
    private static final int BEATS_UNTIL_GONE = 3;

    /** Somebody else has to notice, and write it down. */
    private static final int BEATS_UNTIL_WRITTEN = 5;

    private static final String LEFT = "left";

    private final Store store;
    private final Ranks ranks;
    private final int beatsUntilSilent;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile long beats;
    private volatile long movedAt;
    private volatile boolean storeIsGone;

    /**
     * Who left, and why if it could say so.
     *
     * @param word of a failure for good, or empty
     */
    record Left(int rank, String word, String sentence) {}

    /** @param store for this object alone: calls block it */
    Heartbeats(Store store, Ranks ranks, Duration silence) {
        this.store = store;
        this.ranks = ranks;
        this.beatsUntilSilent = (int) silence.toSeconds();
        this.thread = Thread.ofPlatform().daemon().name("heartbeats").start(this::beat);
    }

    private void beat() {
        long seen = 0;
        long made = 0;
        try {
            do {
                try (Scope scope = Scope.open()) {
                    store.add(key(ranks.rank()), 1);
                    long now = store.add(key(next()), 0);
                    if (now != seen) {
                        seen = now;
                        movedAt = made;
                    }
                }
                beats = ++made;
            } while (!closing.await(BEAT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RuntimeException e) {
            storeIsGone = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int next() {
        return (ranks.rank() + 1) % ranks.count();
    }

    private static String key(int rank) {
        return "beat/" + rank;
    }

    /** One wait for the others, during which a hanging process is found. */
    final class Watch {
        private long before = beats;
        private int withoutABeat;

        /** To be asked about once a second. */
        Optional<RankLost> lost() {
            if (storeIsGone) {
                return Optional.of(storeLost());
            }
            withoutABeat = beats == before ? withoutABeat + 1 : 0;
            before = beats;
            if (withoutABeat >= beatsUntilSilent) {
                return Optional.of(storeLost());
            }
            if (beats - movedAt >= beatsUntilSilent) {
                String sentence = "Rank " + next() + " has not been heard of for " + beatsUntilSilent + " seconds.";
                write(new Left(next(), "", sentence));
                return Optional.of(new RankLost(sentence, new IllegalStateException("no heartbeat")));
            }
            return Optional.empty();
        }
    }

    Watch watch() {
        return new Watch();
    }

    /** Leaves word for the others of why this process ends. */
    void tell(RunFailure failure) {
        write(new Left(ranks.rank(), failure.word(), failure.sentence()));
    }

    private void write(Left left) {
        try (Scope scope = Scope.open()) {
            store.compareSet(LEFT, "", Wire.write(left));
        } catch (RuntimeException e) {
            storeIsGone = true; // whoever kept it is gone, so nobody reads this
        }
    }

    /**
     * After a connection broke: who is gone, a few seconds later at most.
     *
     * @return a failure for good if the process that left had one
     */
    RuntimeException explained(RuntimeException broken) {
        long from = beats;
        for (int waited = 0; waited < BEATS_UNTIL_WRITTEN && !storeIsGone; waited++) {
            Optional<Left> left = left();
            if (left.isPresent()) {
                return of(left.get(), broken);
            }
            if (beats - Math.max(movedAt, from) >= BEATS_UNTIL_GONE) {
                break;
            }
            pause();
        }
        if (storeIsGone) {
            return storeLost();
        }
        if (beats - movedAt < BEATS_UNTIL_GONE) {
            return new RankLost("Another rank has ended: a connection broke.", broken);
        }
        Left next = new Left(next(), "", "Rank " + next() + " has ended: it gives no sign of life.");
        write(next);
        return of(next, broken);
    }

    private static RuntimeException of(Left left, RuntimeException broken) {
        return left.word().isEmpty()
                ? new RankLost(left.sentence(), broken)
                : new RunFailure(left.word(), "Rank " + left.rank() + ": " + left.sentence(), broken);
    }

    private Optional<Left> left() {
        try (Scope scope = Scope.open()) {
            return store.check(new StringVector(LEFT))
                    ? Optional.of(Wire.read(store.get_to_str(LEFT), Left.class))
                    : Optional.empty();
        } catch (UnreadableMessage e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            storeIsGone = true;
            return Optional.empty();
        }
    }

    private RankLost storeLost() {
        return new RankLost(
                "The store at " + ranks.masterAddress() + ":" + ranks.masterPort() + " does not answer: "
                        + (ranks.storePrefix().isPresent() ? "torchrun" : "rank 0") + " has ended or hangs.",
                new IllegalStateException("no store"));
    }

    private void pause() {
        try {
            closing.await(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(BEAT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
