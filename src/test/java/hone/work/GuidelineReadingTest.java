package hone.work;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.project.Project;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is new in the instructions stands above the work until its reader has confirmed it. */
@QuarkusTest
@WithTestResource(Servers.class)
class GuidelineReadingTest {
    private static final String HAVE_READ = "I have read it";

    @Inject
    Bench bench;

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void theFirstVersionAsksToBeReadUntilItIsConfirmed() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "A fox", "one", "two");
        bench.prompt(project, "A heron", "one", "two");
        String work = handed(project);
        assertThat(page(work)).contains("Version 1 of the guideline is new to you.", HAVE_READ);

        assertThat(Forms.post(work, version(project, 1) + "/read", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(page(work)).doesNotContain(HAVE_READ);
        Forms.post(work, work, Map.of("choice", "a1"));

        assertThat(page(handed(project))).as("the next task").doesNotContain(HAVE_READ);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void aLaterVersionSaysWhatChangedSinceTheOneThatWasRead() {
        Project project = bench.project(1, "lena");
        Forms.post("/home", version(project, 1) + "/read", Map.of());
        bench.publish(project, "comparison", 2, Bench.GUIDELINE + "\nTwo.");
        bench.publish(project, "comparison", 3, Bench.GUIDELINE + "\nThree.");
        bench.prompt(project, "A fox", "one", "two");

        String page = page(handed(project));

        assertThat(page)
                .contains("Version 3 of the guideline:", ">next<")
                .contains("/guidelines/comparison/history?from=1&amp;to=3");
        assertThat(given().get(version(project, 3)).asString()).contains("I have read version 3");
        Forms.post("/home", version(project, 3) + "/read", Map.of());
        assertThat(given().get(version(project, 2)).asString())
                .as("an older one needs no reading then")
                .doesNotContain("I have read version");
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void confirmingTwiceIsOnceAndKeepsTheFirstTime() {
        Project project = bench.project(1, "lena");
        Forms.post("/home", version(project, 1) + "/read", Map.of());
        Object first = read(project);

        assertThat(Forms.post("/home", version(project, 1) + "/read", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(read(project)).isEqualTo(first);
        assertThat(Forms.post("/home", version(project, 9) + "/read", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"admin", "labeler"})
    void adminsSeeWhoHasReadWhat() {
        Project project = bench.project(1, "ada", "lena");
        Forms.post("/home", version(project, 1) + "/read", Map.of());
        assertThat(people(project)).contains("version 1</span>").doesNotContain("version 1 of");

        bench.publish(project, "comparison", 2, Bench.GUIDELINE + "\nTwo.");

        assertThat(people(project)).contains("version 1 of 2", "not yet");
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"admin", "labeler"})
    void aQuestionStandsBesideItsTaskUntilAndAfterItIsAnswered() {
        Project project = bench.project(1, "ada");
        bench.prompt(project, "Tell of a lantern.", "one", "two");
        String work = handed(project);
        String questions = "/p/" + project.slug + "/guidelines/questions";

        Response asked = Forms.post(work, work + "/question", Map.of("question", "May a <b>story</b> rhyme?"));
        Forms.post(work, work + "/question", Map.of("question", "May a <b>story</b> rhyme?"));

        assertThat(asked.header("Location")).endsWith(work + "?notice=asked");
        assertThat(page(work + "?notice=asked")).contains("Your question is with the authors");
        assertThat(given().get(questions).asString())
                .contains("May a &lt;b&gt;story&lt;/b&gt; rhyme?")
                .as("the task is in their own hands, so nothing leads to what others say of it")
                .doesNotContain("Tell of a lantern.")
                .containsOnlyOnce(">Open</span>");
        assertThat(given().get("/p/" + project.slug + "/guidelines").asString()).contains("1 open question");

        String id = bench.one("select id from guideline_question where assignment_id = ?1", id(work))
                .toString();
        assertThat(Forms.post(questions, questions + "/" + id, Map.of("answer", "It may."))
                        .statusCode())
                .isEqualTo(303);
        assertThat(given().get(questions).asString()).contains("It may.").doesNotContain(">Open</span>");
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"admin", "labeler"})
    void aQuestionOfNothingOrOfTooMuchIsRefusedInPlace() {
        Project project = bench.project(1, "ada");
        bench.prompt(project, "Tell of a lantern.", "one", "two");
        String work = handed(project);

        Response empty = Forms.post(work, work + "/question", Map.of("question", "  "));
        Response tooLong = Forms.post(work, work + "/question", Map.of("question", "y".repeat(2001)));

        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(empty.asString()).contains("Write what you would like to know.");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(tooLong.asString()).contains("these are 2001", "yyy");
    }

    private static UUID id(String work) {
        return UUID.fromString(work.substring("/work/".length()));
    }

    private static String people(Project project) {
        return given().get("/p/" + project.slug + "/people").asString();
    }

    private Object read(Project project) {
        return bench.one("""
                select a.at from guideline_acknowledged a join guideline_version v on v.id = a.version_id
                join guideline g on g.id = v.guideline_id where g.project_id = ?1""", project.id);
    }

    private static String version(Project project, int number) {
        return "/p/" + project.slug + "/guidelines/comparison/versions/" + number;
    }

    private static String handed(Project project) {
        String next = given().redirects()
                .follow(false)
                .get("/p/" + project.slug + "/work/comparison")
                .header("Location");
        return URI.create(next).getPath();
    }

    private static String page(String work) {
        return given().get(work).asString();
    }
}
