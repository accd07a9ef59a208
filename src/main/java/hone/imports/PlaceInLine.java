package hone.imports;

import hone.web.Sql;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The place of a stretch among those of its file that are being stored, of which two may be at once, each in a transaction of its own:
 * while what is asked about one is written, prompts and answers of the next are. Either half is written in the order of the file, and so
 * are the commits, so whatever ends the import leaves its beginning. A stretch that can't go beside the one before, or whose
 * transaction failed, waits until that one is stored and then goes alone.
 */
final class PlaceInLine {
    /** What the one before takes at most; if it takes longer, the two may be waiting for each other. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Imports of a project exclude one another by two locks. Alone, a stretch takes the first and waits until nobody has the second.
     * Beside another, it takes the one that the other does not have, and only at once: if somebody waits for it, that is another
     * import, whose turn it is.
     */
    private static final String[] LOCKS = {"hone.import", "hone.import.beside"};

    private final CompletableFuture<Boolean> placed = new CompletableFuture<>();
    private final CompletableFuture<Boolean> committed = new CompletableFuture<>();
    private final CompletableFuture<Boolean> stored = new CompletableFuture<>();
    private final ReentrantLock handover = new ReentrantLock();
    private Optional<PlaceInLine> before;
    private boolean beside;
    private boolean committing;
    private int lock;

    private PlaceInLine(Optional<PlaceInLine> before) {
        this.before = before;
    }

    static PlaceInLine first() {
        return new PlaceInLine(Optional.empty());
    }

    static PlaceInLine after(PlaceInLine before) {
        return new PlaceInLine(Optional.of(before));
    }

    /** It could not go on beside the one before; nothing of it is written, and it is to be tried again. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overtaken() {
            super("the stretch before this one was not committed in time");
        }
    }

    /** To be called before each transaction: waits until it may begin. */
    void begin() {
        beside = before.isPresent() && !placed.isDone() && before.get().placed.join();
        if (!beside) {
            before.ifPresent(PlaceInLine::awaitStored);
            before = Optional.empty();
        }
    }

    private void awaitStored() {
        if (!stored.join()) {
            throw new IllegalStateException("the stretch before this one could not be stored");
        }
    }

    /** Within the transaction: until its commit no other import of the project writes. */
    void take(Sql sql, UUID project) {
        if (!beside) {
            lock = 0;
            hold(LOCKS[0], sql, project);
            // What is locked after a savepoint is let go with it: this only waits until nobody has the second lock.
            sql.run("savepoint turn");
            hold(LOCKS[1], sql, project);
            sql.run("rollback to savepoint turn");
            return;
        }
        PlaceInLine other = before.orElseThrow();
        lock = 1 - other.lock;
        other.handover.lock();
        try {
            // Once the other has let go of its lock, another import may have had its turn in between.
            if (other.committing || !isFree(sql, project)) {
                throw new Overtaken();
            }
        } finally {
            other.handover.unlock();
        }
    }

    private static void hold(String lock, Sql sql, UUID project) {
        sql.number("select count(pg_advisory_xact_lock(hashtext(?), hashtext(?)))", lock, project.toString());
    }

    private boolean isFree(Sql sql, UUID project) {
        return sql.first(
                        "select pg_try_advisory_xact_lock(hashtext(?), hashtext(?)) as taken",
                        c -> c.flag("taken"),
                        LOCKS[lock],
                        project.toString())
                .orElseThrow();
    }

    /** Within the transaction: its prompts and answers are written. */
    void placed() {
        placed.complete(true);
    }

    /** Within the transaction: waits until all that stands before it in the file is committed. */
    void awaitBefore() {
        if (!beside) {
            return;
        }
        try {
            if (!before.orElseThrow().committed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new Overtaken();
            }
        } catch (TimeoutException e) {
            throw new Overtaken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Overtaken();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    /** The last thing in the transaction. */
    void committing() {
        handover.lock();
        committing = true;
        handover.unlock();
    }

    void committed() {
        committed.complete(true);
    }

    /** The transaction has ended; only the first one lets others go beside it. */
    void tried() {
        placed.complete(false);
        committed.complete(false);
    }

    /** All of it is there, in however many transactions. */
    void stored() {
        stored.complete(true);
        before = Optional.empty();
    }

    /** Waits until it is stored or has failed. */
    void awaitEnd() {
        stored.join();
    }

    /** It ended without being stored, unless it was. */
    void ended() {
        tried();
        stored.complete(false);
    }
}
