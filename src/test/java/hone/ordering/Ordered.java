package hone.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import hone.kind.HandingOrder;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Project;
import hone.project.WorkSettings;
import hone.task.TaskQueue;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A project whose comparisons are handed out in one of the orders, and the people who take them. */
@ApplicationScoped
public class Ordered {
    static final String KIND = "It laughed.";
    static final String SORRY = "It was sorry.";

    private final Bench bench;
    private final WorkSettings.Repo askedWork;
    private final Orderings orderings;
    private final OrderFreeTasks orderFreeTasks;
    private final TaskQueue queue;
    private final SubmitJudgment submitJudgment;

    Ordered(
            Bench bench,
            WorkSettings.Repo askedWork,
            Orderings orderings,
            OrderFreeTasks orderFreeTasks,
            TaskQueue queue,
            SubmitJudgment submitJudgment) {
        this.bench = bench;
        this.askedWork = askedWork;
        this.orderings = orderings;
        this.orderFreeTasks = orderFreeTasks;
        this.queue = queue;
        this.submitJudgment = submitJudgment;
    }

    /** Only comparisons are asked for, of so many people. */
    public void choose(Project project, int judgments, HandingOrder order) {
        Map<WorkKind, WorkSetting> kinds = new EnumMap<>(WorkKind.class);
        for (WorkKind kind : WorkKind.values()) {
            boolean asked = kind == WorkKind.COMPARISON;
            kinds.put(kind, new WorkSetting(asked, judgments).in(asked ? order : HandingOrder.OLDEST));
        }
        QuarkusTransaction.requiringNew().run(() -> askedWork.store(project.id, new WorkSettings(kinds)));
    }

    /** What the job does now, and a while later, when it relies on all that was judged. */
    public int settle(Project project) {
        orderings.begin();
        Orderings.Queue comparisons = new Orderings.Queue(project.id, WorkKind.COMPARISON);
        Instant now = Instant.now();
        try {
            return orderFreeTasks.order(comparisons, now)
                    + orderFreeTasks.order(
                            comparisons,
                            now.plus(ChangedJudgments.SETTLED_AFTER).plusSeconds(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The comparison about a new prompt. */
    public UUID asked(Project project, String text) {
        UUID prompt = bench.prompt(project, text, KIND, SORRY);
        return (UUID) bench.one("select id from task where prompt_id = ?1", prompt);
    }

    /** Takes the next task and prefers one of its answers; empty where nothing is handed out. */
    Optional<UUID> judges(Project project, String who, String text) {
        Optional<UUID> assignment = queue.lease(project, WorkKind.COMPARISON, bench.person(who), Instant.now());
        assignment.ifPresent(
                id -> submitJudgment.submit(id, bench.person(who), bench.preference(id, text, 3, ""), Instant.now()));
        return assignment.map(id -> (UUID) bench.one("select task_id from assignment where id = ?1", id));
    }

    /** So many tasks, one after the other. */
    List<UUID> takes(Project project, String who, int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> judges(project, who, KIND).orElseThrow())
                .toList();
    }

    /** Nobody is handed more, and every place has one judgment. */
    void assertAllJudgedOnce(Project project, int judgments) {
        assertThat(bench.one(
                        "select count(*) || ' places, ' || count(distinct j.id) || ' judgments' from slot s left join assignment a on a.task_id = s.task_id and a.slot_number = s.number and a.state = 'judged' left join judgment j on j.assignment_id = a.id and j.withdrawn_at is null where s.project_id = ?1",
                        project.id))
                .isEqualTo(judgments + " places, " + judgments + " judgments");
    }
}
