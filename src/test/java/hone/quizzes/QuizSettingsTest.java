package hone.quizzes;

import static hone.quizzes.QuizWorld.KIND;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.quiz.QuizTries;
import hone.quiz.TakeQuiz;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ada sets up the quiz, reads what came of it and grants tries. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class QuizSettingsTest {
    @Inject
    Bench bench;

    @Inject
    QuizWorld world;

    @Inject
    TakeQuiz takeQuiz;

    @Inject
    QuizTries tries;

    private static Map<String, Object> form(List<UUID> tasks) {
        Map<String, Object> form = new HashMap<>();
        form.put("kind", KIND.wireName());
        form.put("required", "yes");
        form.put("passPercent", "75");
        form.put("tries", "3");
        form.put("waitDays", "0");
        form.put("feedback", "explanations");
        if (!tasks.isEmpty()) {
            form.put("task", tasks.stream().map(UUID::toString).toList());
        }
        return form;
    }

    private static String quiz(Project project) {
        return "/p/" + project.slug + "/quiz";
    }

    private static Response save(Project project, Map<String, Object> form) {
        return Forms.post(quiz(project), quiz(project), form);
    }

    private String stored(Project project) {
        return bench
                .list(
                        "select pass_percent || ' ' || tries_max || ' ' || wait_days || ' ' || required || ' ' || each_version || ' ' || feedback from quiz where project_id = ?1",
                        project.id)
                .stream()
                .map(Object::toString)
                .findFirst()
                .orElse("none");
    }

    @Test
    void withTooFewGoldTasksTheFormSaysSo() {
        Project project = world.project(4, "zoe");

        assertThat(given().get(quiz(project)).asString())
                .contains("A quiz needs at least 5 gold tasks, and this project has 4");
        Response refused = save(project, form(world.gold(project)));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("Pick 5 to 30 tasks; these are 4.", "value=\"75\"");
        assertThat(stored(project)).isEqualTo("none");
    }

    @Test
    void itIsSavedAndSwitchedOffAgain() {
        Project project = world.project(6, "zoe");
        List<UUID> five = world.gold(project).subList(0, 5);

        assertThat(save(project, form(five)).statusCode()).isEqualTo(303);

        assertThat(stored(project)).isEqualTo("75 3 0 true false explanations");
        assertThat(bench.one("select quiz_required from project where id = ?1", project.id))
                .isEqualTo(true);
        assertThat(world.next(project, "zoe")).isEmpty();
        String page = given().get(quiz(project) + "?notice=saved").asString();
        assertThat(page.split("name=\"task\"")).hasSize(7);
        assertThat(page).contains("Saved.");
        Map<String, Object> off = form(five);
        off.remove("required");
        off.put("eachVersion", "yes");
        off.put("feedback", "answers");
        assertThat(save(project, off).statusCode()).isEqualTo(303);
        assertThat(stored(project)).isEqualTo("75 3 0 false true answers");
        assertThat(world.next(project, "zoe")).isPresent();
    }

    @Test
    void whatIsOutOfBoundsIsRefusedInPlaceAndKeepsWhatWasTyped() {
        Project project = world.project(5, "zoe");
        Map<String, Object> wrong = form(world.gold(project));
        wrong.put("passPercent", "101");
        wrong.put("tries", "0");
        wrong.put("waitDays", "soon");
        wrong.put("feedback", "everything");

        Response refused = save(project, wrong);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString())
                .contains(
                        "A whole number from 1 to 100.",
                        "A whole number from 1 to 10.",
                        "A whole number from 0 to 30.",
                        "value=\"101\"",
                        "value=\"soon\"",
                        "Choose what people read after a try.");
        wrong = form(world.gold(project));
        wrong.put("task", List.of(UUID.randomUUID().toString(), "x", "'; drop table quiz"));
        assertThat(save(project, wrong).asString()).contains("gold no more");
        wrong.put("kind", "demonstration");
        assertThat(save(project, wrong).statusCode()).isEqualTo(400);
        Project other = world.project(5, "zoe");
        assertThat(save(project, form(world.gold(other))).asString())
                .as("gold of another project")
                .contains("gold no more");
        assertThat(stored(project)).isEqualTo("none");
    }

    @Test
    void peopleShowsEachResultWithItsIntervalAndGrantsATry() {
        Project project = world.project(5, "zoe");
        world.require(project);
        String people = "/p/" + project.slug + "/people";
        assertThat(given().get(people).asString()).contains("Who has passed the quiz", "not yet");
        QuizTries.Subject zoe = new QuizTries.Subject(project.id, KIND, bench.person("zoe"));
        takeQuiz.begin(zoe, world.gold(project), Instant.now());
        assertThat(given().get(people).asString()).contains("Taking it");
        for (int i = 0; i < 5; i++) {
            QuizTries.Next next = tries.next(zoe, open(zoe)).orElseThrow();
            takeQuiz.answer(zoe, next, Optional.empty(), i < 3, Instant.now());
        }

        // Wilson's interval of 3 of 5, from statsmodels: 0.2307 to 0.8824.
        assertThat(given().get(people).asString()).contains("Not passed", "3 of 5", "23 to 88 %");
        assertThat(Forms.post(people, people + "/zoe/quiz", Map.of("kind", KIND.wireName(), "do", "try"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(Forms.post(people, people + "/zoe/quiz", Map.of("kind", KIND.wireName(), "do", "try"))
                        .statusCode())
                .as("once more")
                .isEqualTo(409);
        assertThat(Forms.post(people, people + "/zoe/quiz", Map.of("kind", KIND.wireName(), "do", "fly"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(Forms.post(people, people + "/nobody/quiz", Map.of("kind", KIND.wireName(), "do", "try"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(Forms.post(people, people + "/zoe/quiz", Map.of("kind", KIND.wireName(), "do", "pass"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(given().get(people).asString()).contains("Excused");
        assertThat(world.next(project, "zoe")).isPresent();
        assertThat(bench.list(
                                "select action from audit_entry where project_id = ?1 and action like 'quiz.%' order by action",
                                project.id)
                        .toString())
                .isEqualTo("[quiz.excused, quiz.try-granted]");
    }

    private hone.quiz.QuizTry open(QuizTries.Subject who) {
        return ((hone.quiz.Standing.Begun) tries.standing(who, Instant.now()).orElseThrow()).open();
    }

    @Test
    @TestSecurity(
            user = "adam",
            roles = {"labeler", "admin"})
    void anAdminWhoLabelsSeesNoTaskThatMayBeAskedOfThemAndTakesNoneOut() {
        Project project = world.project(6, "adam");
        world.require(project);

        assertThat(given().get(quiz(project)).asString())
                .contains("And 6 more that you don’t see")
                .doesNotContain("A fox loses kite", QuizWorld.RIGHT, QuizWorld.WRONG);
        assertThat(save(project, form(List.of())).statusCode()).isEqualTo(303);
        assertThat(bench.one("select count(*) from quiz_task where project_id = ?1", project.id))
                .isEqualTo(6L);
    }
}
