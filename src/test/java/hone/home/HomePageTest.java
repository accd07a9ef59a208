package hone.home;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.judgment.Bench;
import hone.project.Project;
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
    @TestSecurity(user = "newcomer", roles = "labeler")
    void theKeysAreListed() {
        assertThat(given().get("/keys").asString()).contains("A much better", "Submit, next task");
    }
}
