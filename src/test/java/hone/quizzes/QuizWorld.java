package hone.quizzes;

import static org.assertj.core.api.Assertions.assertThat;

import hone.judgment.Fields;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.quiz.Feedback;
import hone.quiz.Quiz;
import hone.quiz.Quizzes;
import hone.task.GoldTasks;
import hone.task.TaskQueue;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A project in which mo has judged some comparisons that Ada made gold, and in which there is more work. */
@ApplicationScoped
class QuizWorld {
    static final WorkKind KIND = WorkKind.COMPARISON;
    static final String RIGHT = "The heron brought it back.";
    static final String WRONG = "The fox went home alone.";

    private final Bench bench;
    private final TaskQueue queue;
    private final SubmitJudgment submitJudgment;
    private final GoldTasks goldTasks;
    private final Quizzes quizzes;

    QuizWorld(Bench bench, TaskQueue queue, SubmitJudgment submitJudgment, GoldTasks goldTasks, Quizzes quizzes) {
        this.bench = bench;
        this.queue = queue;
        this.submitJudgment = submitJudgment;
        this.goldTasks = goldTasks;
        this.quizzes = quizzes;
    }

    Project project(int gold, String... members) {
        Project project = bench.project(1, "mo");
        for (int i = 0; i < gold; i++) {
            bench.prompt(project, "A fox loses kite " + i + ".", WRONG, RIGHT);
            assertThat(submit(project, "mo")).isTrue();
        }
        for (Object source : bench.list("select task_id from judgment where project_id = ?1", project.id)) {
            UUID chosen = (UUID) bench.one(
                    "select x.answer_id from task_answer x join answer a on a.id = x.answer_id where x.task_id = ?1 and a.text = ?2",
                    source,
                    RIGHT);
            QuarkusTransaction.requiringNew()
                    .run(() -> goldTasks.make(project.id, (UUID) source, chosen, bench.person("ada"), Instant.now()));
        }
        moreWork(project, 1);
        for (String member : members) {
            join(project, member);
        }
        return project;
    }

    void moreWork(Project project, int tasks) {
        for (int i = 0; i < tasks; i++) {
            bench.prompt(project, "Prompt " + UUID.randomUUID(), "One, " + i, "Two, " + i);
        }
    }

    void join(Project project, String who) {
        bench.execute(
                "insert into member (project_id, labeler_id, added_at) values (?1, ?2, now())",
                project.id,
                bench.person(who));
    }

    List<UUID> gold(Project project) {
        List<UUID> ids = new ArrayList<>();
        bench.list("select task_id from gold where project_id = ?1 and retired_at is null order by task_id", project.id)
                .forEach(id -> ids.add((UUID) id));
        return ids;
    }

    /** Required, of all gold there is: four of five right, two tries, a day between them. */
    void require(Project project) {
        require(project, false);
    }

    void require(Project project, boolean eachVersion) {
        require(project, eachVersion, Feedback.MARK);
    }

    void require(Project project, Feedback feedback) {
        require(project, false, feedback);
    }

    private void require(Project project, boolean eachVersion, Feedback feedback) {
        quizzes.store(
                new Quiz(project.id, KIND, true, 80, 2, 1, eachVersion, feedback),
                gold(project),
                bench.person("ada"),
                Instant.now());
    }

    Optional<UUID> next(Project project, String who) {
        return queue.lease(bench.again(project), KIND, bench.person(who), Instant.now());
    }

    /** Judges what comes, if something does. */
    boolean submit(Project project, String who) {
        Optional<UUID> next = next(project, who);
        next.ifPresent(assignment -> submitJudgment.submit(
                assignment,
                bench.person(who),
                new Fields(Map.of("choice", List.of("a3"), "sure", List.of("yes"))),
                Instant.now()));
        return next.isPresent();
    }

    boolean isGold(UUID assignment) {
        return ((Number) bench.one(
                                "select count(*) from assignment a join gold g on g.task_id = a.task_id where a.id = ?1",
                                assignment))
                        .intValue()
                == 1;
    }

    long tries(Project project) {
        return ((Number) bench.one("select count(*) from quiz_try where project_id = ?1", project.id)).longValue();
    }
}
