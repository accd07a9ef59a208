package hone.talk;

import hone.deployment.AnswerStream;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * An answer while this instance writes it. Its row is held by a lease that is renewed every few seconds, each time with the
 * text so far. An instance that dies renews nothing: soon everybody sees its answer as lost, with the text that was saved, and
 * the conversation goes on. If it was only slow, it finds its row taken and changes nothing.
 *
 * <p>Safe for the three threads that use it: one follows the answer, one renews the lease, one reports that the reader has
 * gone.
 */
final class AnswerInProgress {
    /** How long a row stays ours without a renewal, by the database's clock, since instances may disagree about the time. */
    static final int LEASE_SECONDS = 12;

    private static final Logger LOG = Logger.getLogger(AnswerInProgress.class);
    private static final Duration RENEWAL = Duration.ofSeconds(2);
    /** A live server shows a sign of life at least every few seconds. */
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);
    /** No answer takes longer. Without an end, one that nobody follows would be held for ever. */
    private static final Duration WHOLE_MAX = Duration.ofMinutes(10);

    private final SendMessage.Begun begun;
    private final Sql sql;
    private final StringBuilder response = new StringBuilder();
    private final CountDownLatch over = new CountDownLatch(1);
    private Optional<AnswerStream> stream = Optional.empty();
    private boolean stopped;

    private AnswerInProgress(SendMessage.Begun begun, Sql sql) {
        this.begun = begun;
        this.sql = sql;
    }

    /** Holds the row of a message that was stored. */
    static AnswerInProgress held(SendMessage.Begun begun, Sql sql) {
        AnswerInProgress answer = new AnswerInProgress(begun, sql);
        Thread.ofVirtual().name("answer-lease").start(answer::keep);
        return answer;
    }

    SendMessage.Begun begun() {
        return begun;
    }

    /** The model starts to answer. Returns false if it is too late: the reader has gone, or the row is no longer ours. */
    boolean begins(AnswerStream started, UUID model) {
        synchronized (this) {
            stream = Optional.of(started);
            if (stopped) {
                return false;
            }
        }
        return sql.run("""
                update talk_turn set model_version_id = ? where talk_id = ? and number = ? and state = 'writing'""", model, begun.talk(), begun.number()) == 1;
    }

    synchronized void add(String piece) {
        response.append(piece.replace("\0", "")); // PostgreSQL's text can't hold this character
    }

    /**
     * The reader has gone. If the model has not started yet, the message is deleted at once, so that it blocks nothing. Never
     * blocks.
     */
    synchronized void stop() {
        stopped = true;
        stream.ifPresentOrElse(AnswerStream::close, () -> {
            Thread.ofVirtual().name("answer-forget").start(this::forget);
        });
    }

    /** Stores the answer, unless its row has been taken. One that was stopped before its first word leaves no trace. */
    void end(Talk.State state) {
        if (state == Talk.State.STOPPED && text().isEmpty()) {
            forget();
            return;
        }
        if (!releaseOnce()) {
            return;
        }
        sql.run("""
                update talk_turn set said = ?, state = ?, said_at = ?
                where talk_id = ? and number = ? and state = 'writing'""", text(), state.column(), Instant.now(), begun.talk(), begun.number());
    }

    /** The message leaves no trace, nor does a conversation that it started. */
    void forget() {
        if (!releaseOnce()) {
            return;
        }
        QuarkusTransaction.requiringNew().run(() -> {
            SendMessage.takeTurns(sql, begun.labeler());
            sql.run(
                    "delete from talk_turn where talk_id = ? and number = ? and state = 'writing'",
                    begun.talk(),
                    begun.number());
            sql.run(
                    "delete from talk t where t.id = ? and not exists (select 1 from talk_turn n where n.talk_id = t.id)",
                    begun.talk());
        });
    }

    /** True only once: after that the row is not ours, and its number may belong to the person's next message. */
    private synchronized boolean releaseOnce() {
        boolean held = over.getCount() > 0;
        over.countDown();
        return held;
    }

    private synchronized String text() {
        return response.toString();
    }

    private synchronized Optional<AnswerStream> stream() {
        return stream;
    }

    private void keep() {
        Instant end = Instant.now().plus(WHOLE_MAX);
        try {
            while (!over.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                boolean silent = stream()
                                .map(AnswerStream::waitsFor)
                                .orElse(Duration.ZERO)
                                .compareTo(SILENCE_MAX)
                        > 0;
                if (silent || Instant.now().isAfter(end) || !renewed()) {
                    stream().ifPresent(AnswerStream::breakOff);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when the row is no longer ours. If the database is down, it may be back before the lease ends. */
    private boolean renewed() {
        try {
            return sql.run("""
                    update talk_turn set said = ?, lease_until = now() + make_interval(secs => ?)
                    where talk_id = ? and number = ? and state = 'writing'""", text(), LEASE_SECONDS, begun.talk(), begun.number()) == 1;
        } catch (Sql.SqlFailed e) {
            LOG.warnf("an answer's lease could not be renewed, it is tried again: %s", e.getMessage());
            return true;
        }
    }
}
