package hone.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.Forms;
import hone.Servers;
import hone.contract.Message;
import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.project.CreateProject;
import hone.project.Project;
import hone.web.Uuid7;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class TasksPageTest {
    @Inject
    EntityManager database;

    @Inject
    CreateProject creation;

    @Test
    void pagesOfTasksFollowEachOtherWithoutGapOrRepetition() {
        UUID project = project("t-pages");
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            made.add(task(project, i % 2 == 0 ? "comparison" : "ranking", "Question number " + i));
        }

        String first =
                given().get("/p/t-pages/tasks").then().statusCode(200).extract().asString();
        String second =
                given().get(next(first)).then().statusCode(200).extract().asString();
        String third = given().get(next(second))
                .then()
                .statusCode(200)
                .body(not(containsString("rel=\"next\"")))
                .extract()
                .asString();

        assertThat(made)
                .allSatisfy(id -> assertThat((first + second + third).split(id.toString(), -1))
                        .as("links to " + id)
                        .hasSizeBetween(2, 3));
        given().get("/p/t-pages/tasks?kind=ranking&state=open")
                .then()
                .statusCode(200)
                .body(containsString("Question number 119"), not(containsString("Question number 118<")));
        given().get("/p/t-pages/tasks?state=closed")
                .then()
                .statusCode(200)
                .body(containsString("No task has this kind"));
        given().get("/p/t-pages/tasks?kind=poetry&state=%00&after=xyz").then().statusCode(200);
        given().get("/p/t-pages").then().statusCode(200).body(containsString("120"));
    }

    @Test
    void aTaskIsClosedOnce() {
        UUID project = project("t-close");
        UUID task = task(project, "comparison", "Close me?");
        String address = "/p/t-close/tasks/" + task;

        given().get(address)
                .then()
                .statusCode(200)
                .body(containsString("Close me?"), containsString("Nobody has judged"), containsString("imported"));
        assertThat(Forms.post(address, address + "/close", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(Forms.post(address, address + "/close", Map.of()).statusCode())
                .isEqualTo(303);

        given().get(address)
                .then()
                .statusCode(200)
                .body(containsString("Closed"), not(containsString("Close this task")));
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> database.createNativeQuery(
                                        "select state from slot where task_id = ?1", String.class)
                                .setParameter(1, task)
                                .getResultList()))
                .isEqualTo(List.of("closed", "closed"));
    }

    @Test
    void aTaskOfAnotherProjectIsNotThere() {
        project("t-mine");
        UUID task = task(project("t-theirs"), "comparison", "Whose?");

        given().get("/p/t-mine/tasks/" + task).then().statusCode(404);
        given().get("/p/t-mine/tasks/nonsense").then().statusCode(404);
        assertThat(Forms.post("/projects", "/p/t-mine/tasks/" + task + "/close", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    private static String next(String page) {
        var link = java.util.regex.Pattern.compile("rel=\"next\" href=\"([^\"]+)\"")
                .matcher(page);
        assertThat(link.find()).isTrue();
        return link.group(1).replace("&amp;", "&");
    }

    private UUID project(String slug) {
        Instant now = Instant.now();
        Project project = Project.named(slug, slug, null, now);
        QuarkusTransaction.requiringNew().run(() -> creation.create(project, now));
        return project.id;
    }

    private UUID task(UUID project, String kind, String question) {
        UUID task = Uuid7.next();
        QuarkusTransaction.requiringNew().run(() -> {
            Prompt prompt = Prompt.of(project, List.of(Message.user(question)), Instant.now());
            Answer answer = Answer.imported(prompt.id, "An answer", null, Instant.now());
            database.persist(prompt);
            database.persist(answer);
            database.flush();
            database.createNativeQuery(
                            "insert into task (id, project_id, prompt_id, kind, asked, origin, created_at) values (?1, ?2, ?3, ?4, 2, 'import', now())")
                    .setParameter(1, task)
                    .setParameter(2, project)
                    .setParameter(3, prompt.id)
                    .setParameter(4, kind)
                    .executeUpdate();
            database.createNativeQuery("insert into task_answer (task_id, position, answer_id) values (?1, 0, ?2)")
                    .setParameter(1, task)
                    .setParameter(2, answer.id)
                    .executeUpdate();
            database.createNativeQuery(
                            "insert into slot (task_id, number, project_id, kind, priority) select ?1, n, ?2, ?3, 0 from generate_series(1, 2) n")
                    .setParameter(1, task)
                    .setParameter(2, project)
                    .setParameter(3, kind)
                    .executeUpdate();
        });
        return task;
    }
}
