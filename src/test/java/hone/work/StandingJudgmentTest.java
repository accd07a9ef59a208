package hone.work;

import static hone.work.Handed.handed;
import static hone.work.Handed.id;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A second window still shows a task that the first has ended: what is sent from there changes nothing, and comes back. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class StandingJudgmentTest {
    /** A page with the token that forms send along. */
    private static final String ANY_PAGE = "/home";

    @Inject
    Bench bench;

    @Test
    void whatIsSentForAJudgedTaskComesBackBesideTheJudgmentThatStands() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "What is 12 minus 5?");
        String work = handed(project, "demonstration");
        Forms.post(work, work, Map.of("text", "Seven."));

        Response other = Forms.post(ANY_PAGE, work, Map.of("text", "It is <b>7</b>.", "why", "Shorter."));
        Response incomplete = Forms.post(ANY_PAGE, work, Map.of("text", " ", "why", "Only why."));

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.asString())
                .contains("You have judged this task", "It is &lt;b&gt;7&lt;/b&gt;.", "Shorter.", "not stored")
                .doesNotContain("Your draft stays");
        assertThat(incomplete.statusCode()).isEqualTo(409);
        assertThat(incomplete.asString()).contains("You have judged this task", "Only why.");
        assertThat(bench.one(
                        "select text from answer where source = 'labeler' and prompt_id = "
                                + "(select prompt_id from task t join assignment a on a.task_id = t.id where a.id = ?1)",
                        id(work)))
                .isEqualTo("Seven.");
        assertThat(given().get(work).asString())
                .as("undoing brings the stored form back, not what was refused")
                .doesNotContain("Shorter.");
    }

    @Test
    void whateverIsSentForATaskThatWasGivenBackIsKept() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");
        Forms.post(work, work + "/skip", Map.of("reason", "harmful"));

        Response incomplete = Forms.post(ANY_PAGE, work, Map.of("choice", "c9", "why", "half a thought"));

        assertThat(incomplete.statusCode()).isEqualTo(409);
        assertThat(incomplete.asString()).contains("half a thought", "kept as your draft");
        assertThat(given().get(work).asString()).contains("half a thought");

        assertThat(Forms.post(ANY_PAGE, work, Map.of("choice", "a3")).asString())
                .as("in words, not as the form names it")
                .contains("A much better")
                .doesNotContain(">a3<");
    }

    @Test
    void aSkipThatCanNotBeComesBackWithItsNote() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");
        Forms.post(work, work, Map.of("choice", "a1"));

        Response skipped =
                Forms.post(ANY_PAGE, work + "/skip", Map.of("reason", "other", "note", "Both are in Danish."));

        assertThat(skipped.statusCode()).isEqualTo(409);
        assertThat(skipped.asString())
                .contains("You have judged this task already; that judgment stands.", "Both are in Danish.");
        assertThat(bench.one("select state from assignment where id = ?1", id(work)))
                .isEqualTo("judged");
    }
}
