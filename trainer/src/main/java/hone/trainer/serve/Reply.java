package hone.trainer.serve;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The answers to one request as they are written: the decoding thread puts tokens in, the request's own thread takes them. */
final class Reply {
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicLong reusedTokens = new AtomicLong();
    private final boolean[] cancelled;

    /** What happens to one of the answers. */
    sealed interface Event {
        int index();

        record Token(int index, int id) implements Event {}

        /** @param byModel the model ended it, not the limit */
        record Ended(int index, boolean byModel) implements Event {}

        record Failed(int index) implements Event {}

        /** The model computed NaN or infinity for this answer; other answers are not affected. */
        record NotFinite(int index) implements Event {}
    }

    Reply(int answers) {
        cancelled = new boolean[answers];
    }

    /** Counts tokens of a prompt that were known from an earlier text. */
    void addReusedTokens(int tokens) {
        reusedTokens.addAndGet(tokens);
    }

    long reusedTokens() {
        return reusedTokens.get();
    }

    void put(Event event) {
        events.add(event);
    }

    /** The next event, if one arrives in time. */
    Optional<Event> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(events.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** This answer is no longer wanted. */
    void cancel(int index) {
        synchronized (cancelled) {
            cancelled[index] = true;
        }
    }

    void cancelAll() {
        synchronized (cancelled) {
            java.util.Arrays.fill(cancelled, true);
        }
    }

    boolean isCancelled(int index) {
        synchronized (cancelled) {
            return cancelled[index];
        }
    }
}
