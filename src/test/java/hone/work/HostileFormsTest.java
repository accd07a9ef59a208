package hone.work;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Project;
import hone.project.WorkSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever comes in: a page with a sentence, never a 500, never a stack trace, and nothing stored. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "mallory", roles = "labeler")
class HostileFormsTest {
    private static final String HUGE = "x".repeat(300_000);

    @Inject
    Bench bench;

    @Inject
    WorkSettings.Repo askedWork;

    @Test
    void noFormBreaksAnyKindOfWork() {
        Project project = bench.project(1, "mallory");
        askedWork.store(project.id, WorkSettings.changed(asked -> new WorkSetting(true, 1)));
        bench.prompt(project, "no answer");
        bench.prompt(project, "one answer", "It is 17.");
        bench.prompt(project, "two answers", "one", "two");
        bench.prompt(project, "three answers", "one", "two", "three");
        List<Map<String, Object>> forms = List.of(
                Map.of(),
                Map.of("choice", "c9", "text", " \n", "rank-1", "one", "rank-2", "-1", "rank-3", "99999999999"),
                Map.of("choice", HUGE, "text", HUGE, "rank-1", HUGE),
                Map.of("choice", List.of("zz", "a1"), "rank-1", List.of("0", "1"), "why", HUGE, "text", "fine"),
                Map.of("choice", "a1", "text", "fine", "rule", "K77", "rank-1", "1", "rank-2", "1", "rank-3", "1"),
                Map.of("choice", "a1", "text", "fine", "rule", "'; drop table slot; --", "not-rankable", "yes"),
                Map.of("text", "\u0000", "choice", "\u0000", "rank-1", "\u0000"));

        for (String kind : WorkKind.names()) {
            String work = handed(project, kind);
            for (Map<String, Object> form : forms) {
                Response answer = Forms.post(work, work, form);
                assertThat(answer.statusCode()).as(kind + " " + form.keySet()).isIn(400, 413);
                assertThat(answer.asString()).doesNotContain("Exception", "\tat ");
                for (String address : List.of("/draft", "/skip")) {
                    Response other = Forms.post(work, work + address, form);
                    assertThat(other.statusCode())
                            .as(kind + address + form.keySet())
                            .isLessThan(500);
                }
            }
        }

        assertThat(bench.one("select count(*) from judgment where project_id = ?1", project.id))
                .isEqualTo(0L);
    }

    @Test
    void textWithEveryKindOfCharacterIsStoredAsItIs() {
        Project project = bench.project(1, "mallory");
        UUID prompt = bench.prompt(project, "no answer");
        String work = handed(project, "demonstration");
        String odd = "<script>alert(1)</script> مرحبا \u202e \uD83D\uDE00 {notQute} %s \\ \" ' a\u0301";

        Response stored = Forms.post(work, work, Map.of("text", odd));

        assertThat(stored.statusCode()).isEqualTo(303);
        assertThat(bench.one("select text from answer where prompt_id = ?1", prompt))
                .isEqualTo(odd);
    }

    @Test
    void whatBelongsToOthersIsNotThere() {
        Project foreign = bench.project(1, "somebody-else");
        bench.prompt(foreign, "two answers", "one", "two");
        Project own = bench.project(1, "mallory");
        bench.prompt(own, "two answers", "one", "two");
        String work = handed(own, "comparison");
        UUID theirs = bench.assign(foreign, "somebody-else");
        String page = "/work/" + theirs;

        assertThat(given().accept("text/html")
                        .get("/p/" + foreign.slug + "/work/comparison")
                        .statusCode())
                .isEqualTo(404);
        assertThat(given().accept("text/html").get(page).statusCode()).isEqualTo(404);
        assertThat(given().accept("text/html").get(page + "/skip").statusCode()).isEqualTo(404);
        for (String address : List.of("", "/draft", "/skip", "/undo")) {
            Response answer = Forms.post(work, page + address, Map.of("choice", "a1", "reason", "harmful"));
            assertThat(answer.statusCode()).as(address).isEqualTo(404);
        }
        assertThat(given().get("/work/not-an-id").statusCode()).isEqualTo(404);
        assertThat(given().get("/work/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(given().get("/p/" + own.slug + "/work/dancing").statusCode()).isEqualTo(404);
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        Project own = bench.project(1, "mallory");
        bench.prompt(own, "two answers", "one", "two");
        String work = handed(own, "comparison");

        Response answer = given().contentType("application/x-www-form-urlencoded; charset=utf-8")
                .formParam("choice", "a1")
                .post(work);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(bench.one("select count(*) from judgment where project_id = ?1", own.id))
                .isEqualTo(0L);
    }

    private String handed(Project project, String kind) {
        Response next = given().redirects().follow(false).get("/p/" + project.slug + "/work/" + kind);
        assertThat(next.statusCode()).as(next.asString()).isEqualTo(303);
        return URI.create(next.header("Location")).getPath();
    }
}
