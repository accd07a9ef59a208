package hone.ordering;

import hone.kind.HandingOrder;
import hone.ordering.ChangedJudgments.Change;
import hone.ordering.Orderings.Progress;
import hone.ordering.Orderings.Queue;
import hone.task.SlotRanks;
import hone.web.LabelersFirst;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Gives free tasks the ranks of the order that their project has chosen, in the background, so that handing out only follows an index.
 * After a change all open tasks are walked through once; then only what is new, and what somebody has judged or withdrawn, is looked at.
 * A few tasks are changed in each transaction, since others pass their slots until it ends.
 */
@ApplicationScoped
class OrderFreeTasks {
    /** No further step begins once a run has looked at so many tasks of a queue, or made so many steps; the next run goes on. */
    static final int TASKS_PER_RUN = 5_000;

    private static final int STEPS_PER_RUN = 200;

    static final int TASKS_PER_STEP = 50;

    /** Judgments are read in small pages, since each may concern several tasks. */
    private static final int JUDGMENTS_PER_STEP = 10;

    /** Of a prompt's tasks of one kind so many are scored anew when it is judged. */
    private static final int TASKS_PER_PROMPT = 50;

    /** Queues that one run looks at. */
    private static final int QUEUES_PER_RUN = 20;

    private static final Logger LOG = Logger.getLogger(OrderFreeTasks.class);

    private final Orderings orderings;
    private final TaskScores scores;
    private final ChangedJudgments changes;
    private final SlotRanks ranks;
    private final LabelersFirst labelersFirst;

    OrderFreeTasks(
            Orderings orderings,
            TaskScores scores,
            ChangedJudgments changes,
            SlotRanks ranks,
            LabelersFirst labelersFirst) {
        this.orderings = orderings;
        this.scores = scores;
        this.changes = changes;
        this.ranks = ranks;
        this.labelersFirst = labelersFirst;
    }

    @Scheduled(
            identity = "order-free-tasks",
            every = "{hone.ordering.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() throws InterruptedException {
        orderings.begin();
        Instant began = orderings.now();
        for (int i = 0; i < QUEUES_PER_RUN; i++) {
            Optional<Queue> queue = orderings.take(began);
            if (queue.isEmpty()) {
                return;
            }
            try {
                order(queue.get(), Instant.now());
                orderings.release(queue.get());
            } catch (RuntimeException e) {
                // Its lease stays, so it is tried again when that has run out.
                LOG.errorf(e, "the free tasks of %s could not be put in order", queue.get());
            }
        }
    }

    /** @return how many tasks were looked at */
    int order(Queue queue, Instant now) throws InterruptedException {
        int tasks = 0;
        boolean more = true;
        for (int steps = 0; more && steps < STEPS_PER_RUN && tasks < TASKS_PER_RUN; steps++) {
            long began = System.nanoTime();
            Step done = QuarkusTransaction.requiringNew().call(() -> step(queue, now));
            tasks += done.tasks();
            more = done.more();
            labelersFirst.giveWay(Duration.ofNanos(System.nanoTime() - began));
        }
        return tasks;
    }

    /** @param more whether there may be something left */
    private record Step(int tasks, boolean more) {
        private static final Step NOTHING = new Step(0, false);
    }

    private Step step(Queue queue, Instant now) {
        Optional<Progress> held = orderings.hold(queue);
        if (held.isEmpty()) {
            return Step.NOTHING;
        }
        Progress progress = held.get();
        if (progress.order() != progress.wanted()) {
            orderings.store(queue, progress.again(now));
            return new Step(0, true);
        }
        if (progress.walkedTo().isPresent()) {
            return walk(queue, progress, progress.walkedTo().get(), now);
        }
        if (progress.order().isOldest()) {
            orderings.end(queue);
            return Step.NOTHING;
        }
        List<UUID> fresh = ranks.unranked(queue.project(), queue.kind(), TASKS_PER_STEP);
        if (!fresh.isEmpty()) {
            orderings.store(queue, progress);
            rank(queue, progress.order(), fresh, now);
            return new Step(fresh.size(), true);
        }
        return progress.order() == HandingOrder.INFORMATIVE ? followJudgments(queue, progress, now) : Step.NOTHING;
    }

    /** After a change of the order, through all that is open in the order in which it was made. */
    private Step walk(Queue queue, Progress progress, UUID after, Instant now) {
        List<UUID> next = ranks.free(queue.project(), queue.kind(), after, TASKS_PER_STEP);
        orderings.store(queue, progress.walked(next.isEmpty() ? Optional.empty() : Optional.of(next.getLast())));
        rank(queue, progress.order(), next, now);
        return new Step(next.size(), true);
    }

    /** Scores what has been judged since, and what else is asked about the same prompts. */
    private Step followJudgments(Queue queue, Progress progress, Instant now) {
        List<Change> changed = changes.after(queue.project(), progress.judgedTo(), now, JUDGMENTS_PER_STEP);
        if (changed.isEmpty()) {
            return Step.NOTHING;
        }
        Set<UUID> tasks = new HashSet<>();
        Set<UUID> prompts = new HashSet<>();
        changed.stream().filter(change -> change.kind() == queue.kind()).forEach(change -> {
            tasks.add(change.task());
            prompts.add(change.prompt());
        });
        List<UUID> free = ranks.rankedAbout(tasks, prompts, queue.kind(), TASKS_PER_PROMPT);
        orderings.store(queue, progress.judged(changed.getLast().place()));
        rank(queue, progress.order(), free, now);
        return new Step(free.size(), true);
    }

    private void rank(Queue queue, HandingOrder order, List<UUID> tasks, Instant now) {
        switch (order) {
            case OLDEST -> ranks.putBehind(tasks);
            case RANDOM -> ranks.give(drawn(tasks));
            case INFORMATIVE -> {
                Map<UUID, TaskScore> scored = scores.of(tasks, queue.kind());
                scores.store(scored, now);
                Map<UUID, Integer> given = new HashMap<>();
                scored.forEach((task, score) -> given.put(task, score.rank()));
                ranks.give(given);
            }
        }
    }

    private static Map<UUID, Integer> drawn(List<UUID> tasks) {
        Map<UUID, Integer> drawn = new HashMap<>();
        tasks.forEach(task -> drawn.put(task, ThreadLocalRandom.current().nextInt(1, SlotRanks.HIGHEST + 1)));
        return drawn;
    }
}
