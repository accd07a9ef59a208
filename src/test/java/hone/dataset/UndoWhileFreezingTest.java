package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import hone.CircleRows;
import hone.Servers;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import hone.work.UndoLast;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An undo and a freezing at once. The first holds its transaction open until the second waits for it, as PostgreSQL tells, or
 * has ended without waiting; then it commits. Whoever is first, no frozen judgment is a withdrawn one.
 */
@QuarkusTest
@WithTestResource(Servers.class)
class UndoWhileFreezingTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    UndoLast undoing;

    @Inject
    Sql sql;

    private Project project = new Project();
    private UUID lena = new UUID(0, 0);
    private UUID undone = new UUID(0, 0);

    @BeforeEach
    void twoJudgments() {
        project = rows.project();
        lena = rows.labeler("lena", project);
        rows.demonstrated(project, lena, rows.prompt(project, "Stays?"), "It stays.");
        undone = rows.demonstrated(project, lena, rows.prompt(project, "Goes?"), "It goes.");
    }

    @Test
    void freezingThatComesSecondLeavesTheWithdrawnJudgmentOut() throws Exception {
        @Nullable Throwable refusal = whileHeld(this::undo, this::freeze);

        assertThat(refusal).isNull();
        assertThat(withdrawn()).isEqualTo(1);
        assertThat(frozenAndWithdrawn()).isZero();
        assertThat(frozen()).isEqualTo(1);
    }

    @Test
    void anUndoThatComesSecondIsRefused() throws Exception {
        @Nullable Throwable refusal = whileHeld(this::freeze, this::undo);

        assertThat(refusal).isInstanceOf(Conflict.class).hasMessageContaining("already part of a frozen dataset");
        assertThat(withdrawn()).isZero();
        assertThat(frozenAndWithdrawn()).isZero();
        assertThat(frozen()).isEqualTo(2);
    }

    /** @return what the second threw */
    private @Nullable Throwable whileHeld(Runnable first, Runnable second) throws Exception {
        CompletableFuture<Long> holding = new CompletableFuture<>();
        CountDownLatch commit = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform().start(() -> {
            try {
                QuarkusTransaction.requiringNew().run(() -> {
                    first.run();
                    holding.complete(sql.number("select pg_backend_pid()"));
                    awaitUninterruptibly(commit);
                });
            } catch (RuntimeException e) {
                holding.completeExceptionally(e);
            }
        });
        long pid = held(holding);
        CompletableFuture<Optional<Throwable>> ended = CompletableFuture.supplyAsync(() -> Optional.ofNullable(
                catchThrowable(() -> QuarkusTransaction.requiringNew().run(second))));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ended.isDone()
                        || sql.number("select count(*) from pg_stat_activity where ? = any(pg_blocking_pids(pid))", pid)
                                > 0);
        commit.countDown();
        holder.join(Duration.ofSeconds(30));
        return ended.get(30, TimeUnit.SECONDS).orElse(null);
    }

    private static long held(CompletableFuture<Long> holding) throws Exception {
        try {
            return holding.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the first of the two failed", e.getCause());
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let the first one commit");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void freeze() {
        freezer.freeze(project, Optional.empty(), Instant.now());
    }

    private void undo() {
        UUID assignment = sql.first(
                        "select assignment_id from judgment where id = ?", c -> c.id("assignment_id"), undone)
                .orElseThrow();
        undoing.undo(assignment, lena, Instant.now());
    }

    private long withdrawn() {
        return sql.number("select count(*) from judgment where id = ? and withdrawn_at is not null", undone);
    }

    private long frozen() {
        return sql.number("""
                select count(*) from dataset_judgment d join judgment j on j.id = d.judgment_id
                where j.project_id = ?""", project.id);
    }

    private long frozenAndWithdrawn() {
        return sql.number("""
                select count(*) from dataset_judgment d join judgment j on j.id = d.judgment_id
                where j.project_id = ? and j.withdrawn_at is not null""", project.id);
    }
}
