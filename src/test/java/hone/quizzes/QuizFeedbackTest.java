package hone.quizzes;

import static hone.quizzes.QuizWorld.KIND;
import static hone.quizzes.QuizWorld.RIGHT;
import static hone.quizzes.QuizWorld.WRONG;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.project.Project;
import hone.quiz.Feedback;
import hone.quiz.Grant;
import hone.quiz.GrantQuiz;
import hone.quiz.QuizTries;
import hone.quiz.Standing;
import hone.quiz.TakeQuiz;
import hone.task.GoldTasks;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Zoe reads about her answers once she has taken a quiz of six tasks, four of which Ada has explained. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "zoe", roles = "labeler")
class QuizFeedbackTest {
    private static final int TASKS = 6;
    private static final int EXPLAINED = 4;

    @Inject
    Bench bench;

    @Inject
    QuizWorld world;

    @Inject
    TakeQuiz takeQuiz;

    @Inject
    QuizTries tries;

    @Inject
    GrantQuiz grantQuiz;

    @Inject
    GoldTasks goldTasks;

    private Project project;
    private List<UUID> gold;

    @BeforeEach
    void aQuizThatIsExplained() {
        project = world.project(TASKS, "zoe");
        gold = world.gold(project);
        for (UUID task : gold.subList(0, EXPLAINED)) {
            goldTasks.explain(project.id, task, why(task), bench.person("ada"), Instant.now());
        }
    }

    private static String why(UUID task) {
        return "The heron is kind, see " + task;
    }

    private QuizTries.Subject zoe() {
        return new QuizTries.Subject(project.id, KIND, bench.person("zoe"));
    }

    private String page() {
        return given().get("/p/" + project.slug + "/quiz/" + KIND).asString();
    }

    /** Takes a whole try, and is wrong about these alone. */
    private void takes(List<UUID> wrong) {
        takeQuiz.begin(zoe(), world.gold(project), Instant.now());
        Optional<QuizTries.Next> next = next();
        while (next.isPresent()) {
            answers(next.get(), !wrong.contains(next.get().task()));
            next = next();
        }
    }

    private void answers(QuizTries.Next asked, boolean right) {
        takeQuiz.answer(zoe(), asked, Optional.of(answer(asked.task(), right ? RIGHT : WRONG)), right, Instant.now());
    }

    private Optional<QuizTries.Next> next() {
        return tries.standing(zoe(), Instant.now())
                .flatMap(standing ->
                        standing instanceof Standing.Begun(var open) ? tries.next(zoe(), open) : Optional.empty());
    }

    private UUID answer(UUID task, String text) {
        return (UUID) bench.one(
                "select a.id from task_answer x join answer a on a.id = x.answer_id where x.task_id = ?1 and a.text = ?2",
                task,
                text);
    }

    private static List<String> whys(List<UUID> tasks) {
        return tasks.stream().map(QuizFeedbackTest::why).toList();
    }

    private static int times(String text, String page) {
        return page.split(text, -1).length - 1;
    }

    @Test
    void afterATryThatWasNotPassedOnlyMistakesThatAreExplainedAreShown() {
        world.require(project, Feedback.EXPLANATIONS);
        assertThat(page()).contains("Afterwards you read why your wrong answers are wrong, where that is explained");

        takes(List.of(gold.get(0), gold.get(1), gold.get(5)));

        assertThat(page())
                .contains("Right: 3 of 6", "Shown are those of your wrong answers that are explained.")
                .contains(whys(gold.subList(0, 2)))
                .doesNotContain(whys(gold.subList(2, EXPLAINED)))
                .doesNotContain(gold.get(5).toString());
        assertThat(times("<article class=\"card stack tight\"", page())).isEqualTo(2);
        assertThat(times(">Wrong<", page())).isEqualTo(2);
        assertThat(times(">Right<", page())).isZero();
    }

    @Test
    void whoHasPassedReadsEveryAnswerOnTheSideWhereTheySawIt() {
        world.require(project, Feedback.EXPLANATIONS);
        takeQuiz.begin(zoe(), gold, Instant.now());
        String sides = "";
        for (int number = 1; number <= TASKS; number++) {
            QuizTries.Next asked = next().orElseThrow();
            String shown = given().get("/p/" + project.slug + "/quiz/" + KIND + "/" + asked.position())
                    .asString();
            sides += shown.indexOf(RIGHT) < shown.indexOf(WRONG) ? "A" : "B";
            if (asked.task().equals(gold.get(5))) {
                takeQuiz.answer(zoe(), asked, Optional.empty(), false, Instant.now());
            } else {
                answers(asked, true);
            }
        }

        String page = page();

        assertThat(page)
                .contains("You passed the quiz.", "You preferred neither answer.")
                .contains(whys(gold.subList(0, EXPLAINED)))
                .doesNotContain("Shown are those");
        assertThat(times(">Right<", page)).isEqualTo(5);
        assertThat(times(">Wrong<", page)).isEqualTo(1);
        for (int number = 1; number <= TASKS; number++) {
            String one = page.substring(page.indexOf("id=\"answered-" + number + "\""));
            assertThat(one.indexOf(RIGHT) < one.indexOf(WRONG))
                    .as("task %d, right on side %s".formatted(number, sides.charAt(number - 1)))
                    .isEqualTo(sides.charAt(number - 1) == 'A');
        }
    }

    @Test
    void whereTheQuizTellsTheMarkAloneNobodyReadsMore() {
        world.require(project, Feedback.MARK);
        assertThat(page()).contains("Which of your answers were right is not shown");

        takes(gold.subList(0, 3));

        assertThat(page()).contains("Right: 3 of 6").doesNotContain("What you answered", RIGHT, WRONG, "see " + gold);
        aDayPasses();
        takes(List.of());
        assertThat(page())
                .contains("You passed the quiz.")
                .doesNotContain("What you answered", RIGHT, WRONG)
                .doesNotContain(whys(gold));
    }

    @Test
    void whereTheQuizTellsEveryAnswerItDoesSoAfterAnyTry() {
        world.require(project, Feedback.ANSWERS);

        takes(gold.subList(0, 3));

        assertThat(page()).contains("You did not pass this time.").contains(whys(gold.subList(0, EXPLAINED)));
        assertThat(times(">Right<", page())).isEqualTo(3);
        assertThat(times(">Wrong<", page())).isEqualTo(3);
    }

    @Test
    void nothingOfTheLastTryIsShownWhileTheNextIsTaken() {
        world.require(project, Feedback.ANSWERS);
        takes(gold.subList(0, 3));
        aDayPasses();

        takeQuiz.begin(zoe(), gold, Instant.now());

        assertThat(page()).contains("Go on with task 1 of 6").doesNotContain(RIGHT, WRONG, "see " + gold.getFirst());
    }

    @Test
    void whatCountsForNothingOrMayStillComeIsNotShown() {
        world.require(project, Feedback.ANSWERS);
        takes(gold.subList(0, 3));
        bench.execute("update gold set retired_at = now(), retired_by = set_by where task_id = ?1", gold.getFirst());
        bench.execute("""
                insert into slot (task_id, number, project_id, kind, priority, state)
                select source_id, 9, project_id, kind, 0, 'free' from gold where task_id = ?1""", gold.get(1));

        assertThat(page())
                .as("the first is gold no more, the original of the second may still be handed to her")
                .contains(whys(gold.subList(2, EXPLAINED)))
                .doesNotContain(whys(gold.subList(0, 2)));
        bench.execute(
                "update quiz_try set outcome = 'broken-off' where project_id = ?1 and outcome = 'failed'", project.id);
        assertThat(page()).contains("This try ended early").doesNotContain(RIGHT, WRONG);
    }

    @Test
    @TestSecurity(user = "kim", roles = "labeler")
    void nobodyReadsWhatAnotherAnswered() {
        world.join(project, "kim");
        world.require(project, Feedback.ANSWERS);
        takes(gold.subList(0, 3));
        grantQuiz.grant(
                new QuizTries.Subject(project.id, KIND, bench.person("kim")),
                Grant.What.PASS,
                bench.person("ada"),
                Instant.now());

        assertThat(Stream.of("", "/1", "/6")
                        .map(part -> given().get("/p/" + project.slug + "/quiz/" + KIND + part)
                                .asString()))
                .noneMatch(page -> page.contains(RIGHT) || page.contains("The heron is kind"));
    }

    private void aDayPasses() {
        bench.execute(
                "update quiz_try set ended_at = ended_at - interval '1 day', begun_at = begun_at - interval '1 day' where project_id = ?1",
                project.id);
    }
}
