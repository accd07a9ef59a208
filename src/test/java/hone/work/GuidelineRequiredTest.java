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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The project hands out work only to people who have confirmed its guideline. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class GuidelineRequiredTest {
    @Inject
    Bench bench;

    private Project project;
    private String work;
    private String versions;

    @BeforeEach
    void itIsRequired() {
        project = bench.project(1, "lena");
        work = "/p/" + project.slug + "/work/comparison";
        versions = "/p/" + project.slug + "/guidelines/comparison/versions/";
        bench.prompt(project, "Tell of a goat.", "It laughed.", "It was sorry.");
        bench.prompt(project, "Tell of a hen.", "It slept.", "It sang.");
        bench.execute("update project set guideline_required = true where id = ?1", project.id);
    }

    private Response asks() {
        return given().redirects().follow(false).get(work);
    }

    @Test
    void thePageShowsTheGuidelineAndWorkFollowsOnceItIsConfirmed() {
        assertThat(asks().asString())
                .contains(
                        "Read the guideline first",
                        "Version 1 is new to you.",
                        "Let it end kindly",
                        versions + "1/read");
        assertThat(bench.one(
                        "select count(*) from assignment where labeler_id = ?1 and state = 'open'",
                        bench.person("lena")))
                .as("nothing was taken from others")
                .isEqualTo(openBefore());

        Forms.post(work, versions + "1/read", Map.of());

        assertThat(asks().statusCode()).isEqualTo(303);
    }

    private long openBefore() {
        return (Long) bench.one(
                "select count(*) from assignment a join task t on t.id = a.task_id where a.labeler_id = ?1 and a.state = 'open' and t.project_id <> ?2",
                bench.person("lena"),
                project.id);
    }

    @Test
    void aNewVersionIsReadBeforeAnythingElseIsHandedOutButWhatIsOpenMayBeFinished() {
        Forms.post(work, versions + "1/read", Map.of());
        String open = asks().header("Location");
        bench.publish(project, "comparison", 2, Bench.GUIDELINE + "\n### K3 Keep it short\nUnder fifty words.\n");

        assertThat(asks().header("Location")).isEqualTo(open);
        assertThat(given().get(open).asString()).contains("Tell of a");
        Forms.post(open, open + "/skip", Map.of("reason", "prompt-unclear"));

        assertThat(asks().asString())
                .contains("Version 2 is newer than the one you confirmed.", "“next”", "What changed", "K3");
    }

    @Test
    void whereItIsNotRequiredNobodyIsKeptFromWorking() {
        bench.execute("update project set guideline_required = false where id = ?1", project.id);

        assertThat(asks().statusCode()).isEqualTo(303);
    }
}
