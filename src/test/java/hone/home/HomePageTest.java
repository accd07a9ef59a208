package hone.home;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class HomePageTest {
    @Inject
    Bench bench;

    @Inject
    CircleRows rows;

    @Test
    @TestSecurity(user = "newcomer", roles = "labeler")
    void withoutAProjectItSaysWhatToDo() {
        assertThat(given().get("/home").asString()).contains("not a member of a project yet", "Ask an admin");
    }

    @Test
    @TestSecurity(user = "homely", roles = "labeler")
    void itLeadsBackToWhatWasBegunAndShowsWhatWasDone() {
        Project project = bench.project(1, "homely");
        bench.prompt(project, "A <b>fox</b> loses her kite.", "one", "two");
        bench.prompt(project, "Another", "one", "two");
        String address = "/p/" + project.slug + "/work/comparison";
        assertThat(given().get("/home").asString())
                .contains("2 left", "Start", address)
                .doesNotContain("Continue");

        Response next = given().redirects().follow(false).get(address);
        String work = URI.create(next.header("Location")).getPath();
        assertThat(given().get("/home").asString()).contains("Continue", "begun, not submitted");
        Forms.post(work, work, Map.of("choice", "a3"));

        String page = given().get("/home").asString();
        assertThat(page).contains("Much better", "A &lt;b&gt;fox&lt;/b&gt; loses her kite.", "Undo last");
        assertThat(page).doesNotContain("<b>fox</b>");
        bench.freeze(project);
        assertThat(given().get("/home").asString()).contains("1 of your judgments is in dataset", "Kind endings 1");
    }

    @Test
    @TestSecurity(user = "many-projects", roles = "labeler")
    void aLongListOfWorkIsFolded() {
        for (int i = 0; i < 10; i++) {
            bench.prompt(bench.project(1, "many-projects"), "A fox " + i, "one", "two");
        }

        assertThat(given().get("/home").asString()).contains("2 more</summary>");
    }

    @Test
    @TestSecurity(user = "curious", roles = "labeler")
    void whoeverAskedSeesTheAnswer() {
        Project project = bench.project(1, "curious");
        bench.prompt(project, "A fox loses her kite.", "one", "two");
        bench.execute("""
                insert into guideline_question (id, version_id, assignment_id, labeler_id, text, asked_at)
                select gen_random_uuid(), a.guideline_version_id, a.id, a.labeler_id, 'Do <b>ships</b> count?', now()
                from assignment a where a.id = ?1""", bench.assign(project, "curious"));
        assertThat(given().get("/home").asString())
                .contains("Your questions", "Do &lt;b&gt;ships&lt;/b&gt; count?", "not answered yet")
                .doesNotContain("Waiting for an admin");

        bench.execute("""
                update guideline_question set answer = 'They do.', answered_at = now() where labeler_id = ?1""", bench.person("curious"));
        String answered = given().get("/home").asString();
        assertThat(answered).contains("They do.", "answered <time").doesNotContain("not answered yet");

        bench.execute("delete from member where labeler_id = ?1", bench.person("curious"));
        assertThat(given().get("/home").asString()).doesNotContain("They do.");
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void anAdminSeesWhatWaitsForOneAndEachLeadsThere() {
        Project asked = bench.project(1, "somebody");
        bench.prompt(asked, "A fox loses her kite.", "one", "two");
        bench.execute("""
                insert into guideline_question (id, version_id, assignment_id, labeler_id, text, asked_at)
                select gen_random_uuid(), a.guideline_version_id, a.id, a.labeler_id, 'Do ships count?', '2020-01-01'
                from assignment a where a.id = ?1""", bench.assign(asked, "somebody"));
        Project failed = rows.project();
        rows.failedRound(failed);
        Project byHand = rows.project();
        rows.run(byHand, rows.base(byHand), rows.frozen(byHand), "failed");
        Project trained = rows.project();
        rows.trainedOn(trained, trained.slug + "-sft-1", rows.base(trained), rows.frozen(trained));

        assertThat(duties())
                .contains(
                        "/p/" + asked.slug + "/guidelines/questions\">" + asked.name
                                + ": 1 question about a guideline waits",
                        "/p/" + failed.slug + "/rounds/1\">" + failed.name + ": round 1 failed.</a>",
                        "Nothing to freeze.",
                        "/p/" + byHand.slug + "/runs/1\">" + byHand.name + ": run 1 (SFT) failed.</a>",
                        "/p/" + trained.slug + "/models/" + trained.slug + "-sft-1\">" + trained.name + ": ");

        rows.current(trained, rows.base(trained));
        rows.run(byHand, rows.base(byHand), rows.frozen(byHand), "succeeded");
        assertThat(duties())
                .as("decided, and tried again")
                .doesNotContain("/p/" + trained.slug + "/")
                .doesNotContain("/p/" + byHand.slug + "/");
    }

    private static String duties() {
        String home = given().get("/home").asString();
        int begin = home.indexOf("id=\"duties\"");
        return home.substring(begin, home.indexOf("</section>", begin));
    }

    @Test
    @TestSecurity(user = "newcomer", roles = "labeler")
    void theKeysAreListed() {
        assertThat(given().get("/keys").asString()).contains("A much better", "Submit, next task");
    }
}
