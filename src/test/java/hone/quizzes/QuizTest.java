package hone.quizzes;

import static hone.quizzes.QuizWorld.KIND;
import static hone.quizzes.QuizWorld.RIGHT;
import static hone.quizzes.QuizWorld.WRONG;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.quiz.Grant;
import hone.quiz.GrantQuiz;
import hone.quiz.QuizTries;
import hone.quiz.TakeQuiz;
import hone.task.CloseDeletedWork;
import hone.task.GoldTasks;
import hone.web.Conflict;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Zoe wants to work where a quiz of five tasks has to be passed. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "zoe", roles = "labeler")
class QuizTest {
    private static final int TIMES = 60;

    @Inject
    Bench bench;

    @Inject
    QuizWorld world;

    @Inject
    TakeQuiz takeQuiz;

    @Inject
    QuizTries tries;

    @Inject
    Questions questions;

    @Inject
    GrantQuiz grantQuiz;

    @Inject
    GoldTasks goldTasks;

    @Inject
    CloseDeletedWork closeDeletedWork;

    private Project project;
    private String quiz;

    @BeforeEach
    void aQuizOfFive() {
        project = world.project(5, "zoe");
        quiz = "/p/" + project.slug + "/quiz/" + KIND;
        world.require(project);
    }

    private Response work() {
        return given().redirects().follow(false).get("/p/" + project.slug + "/work/" + KIND);
    }

    private String page() {
        return given().get(quiz).asString();
    }

    private String begin() {
        return path(Forms.post("/home", quiz, Map.of()));
    }

    private static String path(Response redirect) {
        assertThat(redirect.statusCode()).as(redirect.asString()).isEqualTo(303);
        return redirect.header("Location").replaceAll("^https?://[^/]+", "");
    }

    /** The answer on side A comes first on the page. */
    private String answers(String at, String text) {
        String shown = given().get(at).asString();
        String other = text.equals(RIGHT) ? WRONG : RIGHT;
        String choice = shown.indexOf(text) < shown.indexOf(other) ? "a2" : "b2";
        return path(Forms.post(at, at, Map.of("choice", choice)));
    }

    /** Right ones first. */
    private String takes(int right, int of) {
        String at = begin();
        for (int i = 0; i < of; i++) {
            assertThat(at).matches(".*/quiz/" + KIND + "/[0-9]+");
            at = answers(at, i < right ? RIGHT : WRONG);
        }
        return at;
    }

    private QuizTries.Subject zoe() {
        return new QuizTries.Subject(project.id, KIND, bench.person("zoe"));
    }

    private void aDayPasses() {
        bench.execute(
                "update quiz_try set ended_at = ended_at - interval '1 day', begun_at = begun_at - interval '1 day' where project_id = ?1",
                project.id);
    }

    @Test
    void workComesOnceTheQuizIsPassedAndNothingOfItIsAJudgment() {
        assertThat(work().asString()).contains("A quiz comes first", "href=\"" + quiz + "\"");
        assertThat(world.next(project, "zoe")).isEmpty();
        assertThat(page()).contains("5 tasks as in your work", "At least 80 %", "You have 2 tries.");

        String at = takes(4, 5);

        assertThat(at).isEqualTo(quiz);
        assertThat(page()).contains("You passed the quiz.", "Right: 4 of 5, which is 80 %", "To work");
        assertThat(work().statusCode()).isEqualTo(303);
        assertThat(bench.one("select count(*) from judgment where project_id = ?1", project.id))
                .as("mo's alone")
                .isEqualTo(5L);
        assertThat(bench.one("select count(*) from gold_judgment where project_id = ?1", project.id))
                .isEqualTo(0L);
        assertThat(given().get("/me").asString()).contains("Passed: 4 of 5 right.");
    }

    @Test
    void whoFailsHearsHowManyWereRightAndWhenToTryAgainAndNeverWhich() {

        takes(3, 5);

        String failed = page();
        assertThat(failed)
                .contains("You did not pass this time.", "Right: 3 of 5, which is 60 %", "You may try again from")
                .doesNotContain(RIGHT, WRONG, "Begin");
        assertThat(begin()).as("too early").isEqualTo(quiz);
        assertThat(world.tries(project)).isEqualTo(1);
        aDayPasses();
        assertThat(page()).contains("Begin another try", "You have one try.");
        takes(0, 5);
        assertThat(page()).contains("You have no tries left.", "Earlier tries", "3 of 5 right");
        assertThat(begin()).isEqualTo(quiz);
        assertThat(world.next(project, "zoe")).isEmpty();

        grantQuiz.grant(zoe(), Grant.What.TRY, bench.person("ada"), Instant.now());
        assertThatThrownBy(() -> grantQuiz.grant(zoe(), Grant.What.TRY, bench.person("ada"), Instant.now()))
                .isInstanceOf(Conflict.class);
        takes(5, 5);
        assertThat(work().statusCode()).isEqualTo(303);
    }

    @Test
    void whoeverIsExcusedWorksWithoutIt() {

        grantQuiz.grant(zoe(), Grant.What.PASS, bench.person("ada"), Instant.now());

        assertThat(page()).contains("An admin lets you work without the quiz.");
        assertThat(work().statusCode()).isEqualTo(303);
    }

    @Test
    void leavingAndComingBackGoesOnWhereOneWas() {
        String second = answers(begin(), RIGHT);

        assertThat(page()).contains("Go on with task 2 of 5");
        assertThat(begin()).isEqualTo(second);
        assertThat(given().redirects().follow(false).get(quiz + "/1").header("Location"))
                .as("answered already")
                .endsWith(second);
        assertThat(world.tries(project)).isEqualTo(1);
    }

    @Test
    void theScriptGetsTheNextQuestionAndIsSentToTheResultAtTheEnd() {
        String at = begin();
        String version = bench.one(
                        "select cast(v.id as text) from guideline g join guideline_version v on v.guideline_id = g.id where g.project_id = ?1 and g.kind = ?2",
                        project.id,
                        KIND.wireName())
                .toString();
        for (int i = 1; i < 5; i++) {
            Response next = Forms.scripted(at, at, version, Map.of("choice", "a1"));
            assertThat(next.statusCode()).isEqualTo(200);
            assertThat(next.asString()).contains("Task " + (i + 1) + " of 5").doesNotContain("<html");
            at = next.header("Hone-Next");
        }
        Response refused = Forms.scripted(at, at, version, Map.of("choice", "a9"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("choice-error");

        Response last = Forms.scripted(at, at, version, Map.of("choice", "tie"));

        assertThat(last.statusCode()).isEqualTo(204);
        assertThat(last.header("Hone-Go-To")).isEqualTo(quiz);
    }

    @Test
    void orderAndSidesAreDrawnForEachTry() {
        takes(0, 5);
        aDayPasses();
        begin();

        assertThat(bench.one(
                        "select count(distinct seed) from quiz_question q join quiz_try t on t.id = q.try_id where t.project_id = ?1",
                        project.id))
                .isEqualTo(10L);
        assertThat(bench.one(
                        "select count(distinct task_id) from quiz_question q join quiz_try t on t.id = q.try_id where t.project_id = ?1",
                        project.id))
                .isEqualTo(5L);
    }

    @Test
    void oneOfTwoTabsBeginsAndATryEndsOnce() throws Exception {
        List<UUID> tasks = world.gold(project);
        atOnce(() -> {
            takeQuiz.begin(zoe(), tasks, Instant.now());
            return true;
        });
        assertThat(world.tries(project)).isEqualTo(1);
        assertThat(bench.one(
                        "select count(*) from quiz_question q join quiz_try t on t.id = q.try_id where t.project_id = ?1",
                        project.id))
                .isEqualTo(5L);
        String at = begin();
        for (int i = 0; i < 4; i++) {
            at = answers(at, RIGHT);
        }
        QuizTries.Next last = tries.standing(zoe(), Instant.now())
                .flatMap(standing -> tries.next(zoe(), ((hone.quiz.Standing.Begun) standing).open()))
                .orElseThrow();

        atOnce(() -> {
            takeQuiz.answer(zoe(), last, Optional.empty(), false, Instant.now());
            return true;
        });
        takeQuiz.answer(zoe(), last, Optional.empty(), true, Instant.now());

        assertThat(bench.one(
                        "select found || ' of ' || answered || ' ' || outcome from quiz_try where project_id = ?1",
                        project.id))
                .isEqualTo("4 of 5 passed");
    }

    private static void atOnce(Callable<Boolean> act) throws Exception {
        try (ExecutorService people = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> done : people.invokeAll(List.of(act, act, act, act))) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    @Test
    void aNewVersionOfTheGuidelineAsksAgainWhereTheAdminSaidSo() {
        takes(5, 5);
        bench.publish(project, KIND.wireName(), 2, "# Next\n\n### K1 Be kind\nAlways.\n");
        assertThat(work().statusCode()).as("not asked again").isEqualTo(303);
        bench.execute(
                "delete from assignment_answer where assignment_id in (select id from assignment where labeler_id = ?1 and state = 'open')",
                bench.person("zoe"));
        bench.execute("delete from assignment where labeler_id = ?1 and state = 'open'", bench.person("zoe"));

        world.require(project, true);

        assertThat(work().asString()).contains("A quiz comes first");
        assertThat(page()).contains("You have 2 tries.");
        begin();
        bench.publish(project, KIND.wireName(), 3, "# Third\n\n### K1 Be kind\nAlways.\n");
        assertThat(page()).as("what was begun under version 2 leads nowhere").contains("You have 2 tries.");
        takes(5, 5);
        assertThat(page()).contains("You passed the quiz.", "Ended early");
    }

    @Test
    void nobodyIsAskedWhatTheyKnow() {
        project = world.project(6, "zoe");
        quiz = "/p/" + project.slug + "/quiz/" + KIND;
        world.require(project);
        bench.execute(
                "update gold set set_by = ?1 where task_id = (select cast(min(cast(task_id as text)) as uuid) from gold where project_id = ?2)",
                bench.person("zoe"),
                project.id);

        assertThat(page()).contains("5 tasks as in your work");
        takes(5, 5);

        assertThat(page()).contains("Right: 5 of 5");
        world.join(project, "kim");
        bench.execute(
                "update assignment set labeler_id = ?1 where labeler_id = ?2 and task_id in (select source_id from gold where project_id = ?3)",
                bench.person("kim"),
                bench.person("mo"),
                project.id);
        assertThat(questions.unknownTo(new QuizTries.Subject(project.id, KIND, bench.person("kim"))))
                .as("kim had all originals")
                .isEmpty();
    }

    @Test
    void whereTooFewAreLeftItSaysSoAndWorkStaysWithheld() {
        bench.execute(
                "update gold set set_by = ?1 where task_id = (select cast(min(cast(task_id as text)) as uuid) from gold where project_id = ?2)",
                bench.person("zoe"),
                project.id);

        assertThat(page()).contains("too few tasks to ask you").doesNotContain("Begin");
        assertThat(begin()).isEqualTo(quiz);
        assertThat(world.tries(project)).isZero();
        assertThat(world.next(project, "zoe")).isEmpty();
    }

    @Test
    void whatWasAskedInAQuizNeverComesAsGoldAndToOthersOnlyOnceItIsInNoQuiz() {
        takes(5, 5);
        world.moreWork(project, TIMES);
        bench.execute("update project set gold_percent = 30 where id = ?1", project.id);
        world.join(project, "kim");
        grantQuiz.grant(
                new QuizTries.Subject(project.id, KIND, bench.person("kim")),
                Grant.What.PASS,
                bench.person("ada"),
                Instant.now());
        assertThat(golden("kim", TIMES / 2)).as("it is in a quiz").isZero();
        bench.execute("delete from quiz_task where project_id = ?1", project.id);
        world.moreWork(project, 3 * TIMES);

        assertThat(golden("zoe", TIMES)).isZero();
        assertThat(golden("kim", TIMES)).isPositive();
    }

    /** A gold task comes with a probability of 0.3: that none does in 60 is one of 10^9. */
    private int golden(String who, int times) {
        int golden = 0;
        for (int i = 0; i < times; i++) {
            UUID assignment = world.next(project, who).orElseThrow();
            golden += world.isGold(assignment) ? 1 : 0;
            world.submit(project, who);
        }
        return golden;
    }

    @Test
    void aQuizKeepsItsLastTasksAndWhatIsDeletedIsAskedNoMore() {
        UUID one = world.gold(project).getFirst();
        assertThatThrownBy(() -> goldTasks.retire(project.id, one, bench.person("ada"), Instant.now()))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("last 5 tasks of the quiz");
        String at = answers(begin(), RIGHT);
        UUID asked = tries.standing(zoe(), Instant.now())
                .flatMap(standing -> tries.next(zoe(), ((hone.quiz.Standing.Begun) standing).open()))
                .orElseThrow()
                .task();
        UUID prompt = (UUID) bench.one("select prompt_id from task where id = ?1", asked);

        QuarkusTransaction.requiringNew().run(() -> closeDeletedWork.forget(new UUID[0], List.of(prompt)));

        assertThat(page()).contains("Go on with task 2 of 4");
        assertThat(given().redirects().follow(false).get(at).header("Location")).doesNotEndWith(at);
        at = begin();
        for (int i = 0; i < 3; i++) {
            at = answers(at, RIGHT);
        }
        assertThat(page()).contains("You passed the quiz.", "Right: 4 of 4");
        world.join(project, "kim");
        assertThat(world.next(project, "kim")).as("too few for anybody").isEmpty();
    }

    @Test
    void whereItIsOffNobodyIsKeptFromWorking() {
        project = world.project(5, "zoe");
        quiz = "/p/" + project.slug + "/quiz/" + KIND;

        assertThat(given().get(quiz).statusCode()).as("there is none").isEqualTo(404);
        assertThat(work().statusCode()).isEqualTo(303);
    }

    @Test
    void whatNobodyWouldSendIsRefusedAndChangesNothing() {
        String at = begin();
        assertThat(Forms.post(at, at, Map.of()).asString()).contains("choice-error");
        for (String position : List.of("0", "-1", "99", "2147483647")) {
            assertThat(path(Forms.post(at, quiz + "/" + position, Map.of("choice", "a3"))))
                    .endsWith(at);
        }
        for (String position : List.of("x", "2147483648", "1.5", "%00")) {
            assertThat(given().get(quiz + "/" + position).statusCode())
                    .as(position)
                    .isBetween(400, 404);
        }
        assertThat(given().get("/p/" + project.slug + "/quiz/ranking").statusCode())
                .isEqualTo(404);
        assertThat(given().get("/p/" + project.slug + "/quiz/nonsense").statusCode())
                .isEqualTo(404);
        assertThat(given().get("/p/" + project.slug + "/quiz").statusCode())
                .as("of admins")
                .isEqualTo(403);
        assertThat(bench.one(
                        "select count(*) from quiz_question q join quiz_try t on t.id = q.try_id where t.project_id = ?1 and q.found is not null",
                        project.id))
                .isEqualTo(0L);
        bench.remove(project, "zoe");
        assertThat(given().get(quiz).statusCode()).as("a stranger").isEqualTo(404);
        assertThat(given().get(at).statusCode()).isEqualTo(404);
    }

    @Test
    @TestSecurity(
            user = "rea",
            roles = {"labeler", "reviewer"})
    void aReviewerOfWhomItMayBeAskedSeesItNowhereEvenIfTheyHadItAsGold() {
        project = world.project(5, "rea");
        String at = "/p/" + project.slug;
        UUID gold = world.gold(project).getFirst();
        bench.execute(
                "insert into slot (task_id, number, project_id, kind, priority, state) values (?1, 7, ?2, ?3, 0, 'closed')",
                gold,
                project.id,
                KIND.wireName());
        bench.execute("""
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
                select gen_random_uuid(), ?1, 7, ?2, v.id, 1, now(), 'released', now() from guideline g
                join guideline_version v on v.guideline_id = g.id where g.project_id = ?3 and g.kind = ?4""", gold, bench.person("rea"), project.id, KIND.wireName());
        assertThat(given().get(at + "/gold").asString()).as("they had it").contains("A fox loses kite");

        world.require(project);

        UUID source = (UUID) bench.one("select source_id from gold where task_id = ?1", gold);
        for (String address : List.of(at + "/gold", at + "/tasks/" + gold, at + "/tasks/" + source)) {
            assertThat(given().get(address).asString()).as(address).doesNotContain(RIGHT, WRONG);
        }
        assertThat(given().get(at + "/quiz").statusCode()).isEqualTo(403);
        assertThat(given().get(at + "/people").statusCode()).isEqualTo(403);
    }
}
