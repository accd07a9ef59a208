package hone.work;

import static hone.work.Handed.handed;
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

/** Our script submits without leaving the page, and gets the next task with the answer. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class ScriptedSubmissionTest {
    @Inject
    Bench bench;

    @Test
    void ourScriptIsGivenTheNextTaskInTheAnswerToTheSubmission() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "A fox loses her kite.", "one", "two");
        bench.prompt(project, "A heron finds it.", "three", "four");
        String first = handed(project, "comparison");
        String version = versionBeside(first);

        Response stored = Forms.scripted(first, first, version, Map.of("choice", "a2"));

        assertThat(stored.statusCode()).isEqualTo(200);
        String next = stored.header("Hone-Next");
        assertThat(next).isEqualTo(handed(project, "comparison")).isNotEqualTo(first);
        assertThat(stored.asString())
                .contains("action=\"" + next + "\"", "Judgment stored.", first + "/undo", " today")
                .as("the rest of the page is there already")
                .doesNotContain("<html", "class=\"drawer\"");
        Response last = Forms.scripted(next, next, version, Map.of("choice", "a2"));
        assertThat(last.statusCode()).isEqualTo(204);
        assertThat(last.header("Hone-Go-To")).isEqualTo("/p/" + project.slug + "/work/comparison?notice=stored");
    }

    @Test
    void withAnotherGuidelineVersionBesideItTheNextTaskIsAPageOfItsOwn() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String first = handed(project, "comparison");
        bench.prompt(project, "Other", "three", "four");
        bench.publish(project, "comparison", 2, Bench.GUIDELINE + "\n### K9 A new rule\nNew.\n");

        Response stored = Forms.scripted(first, first, versionBeside(first), Map.of("choice", "a2"));

        assertThat(stored.statusCode()).isEqualTo(204);
        assertThat(stored.header("Hone-Go-To")).endsWith("?notice=stored");
        assertThat(given().get(stored.header("Hone-Go-To")).asString()).contains("K9", "Judgment stored.");
    }

    @Test
    void ourScriptIsToldWhatIsWrongInTheTaskItself() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");

        Response refused = Forms.scripted(work, work, versionBeside(work), Map.of("why", "half a thought"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.header("Hone-Next")).isNull();
        assertThat(refused.asString())
                .contains("Nothing is chosen yet", "half a thought", "id=\"judgment\"")
                .doesNotContain("<html");
    }

    private static String versionBeside(String work) {
        String page = given().get(work).asString();
        int at = page.indexOf("data-version=\"") + "data-version=\"".length();
        return page.substring(at, page.indexOf('"', at));
    }
}
