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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is typed is kept, whatever becomes of the place that it was typed for. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class DraftsAndLeasesTest {
    @Inject
    Bench bench;

    @Test
    void aDraftComesBackAndProlongsTheLease() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");
        bench.execute(
                "update slot set lease_until = now() + interval '1 minute' where task_id = (select task_id from assignment where id = ?1)",
                id(work));

        Response saved =
                Forms.post(work, work + "/draft", Map.of("choice", "b1", "why", "half a thought", "rule", "K2"));

        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(Instant.parse(saved.jsonPath().getString("leaseUntil")))
                .isAfter(Instant.now().plus(Duration.ofMinutes(20)));
        assertThat(given().get(work).asString())
                .contains("half a thought", "value=\"b1\" checked", "value=\"K2\" form=\"judgment\" checked");
    }

    @Test
    void anotherWindowOfTheSamePersonIsToldAndItsTextBroughtAlong() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "What is 12 minus 5?");
        String work = handed(project, "demonstration");

        Response one = draft(work, "Seven.", "", "one");
        Response other = draft(work, "7", "", "other");
        Response again = draft(work, "Seven, I think.", "", "one");
        Response knowing = draft(work, "7", again.jsonPath().getString("savedAt"), "other");

        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.jsonPath().getString("fields.text[0]")).isEqualTo("Seven.");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(knowing.statusCode()).isEqualTo(200);
        assertThat(bench.one("select fields ->> 'text' from draft where assignment_id = ?1", id(work)))
                .isEqualTo("[\"7\"]");
    }

    @Test
    void aLateSubmissionCountsWhileItsPlaceIsFree() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");
        expire(work);

        Response stored = Forms.post(work, work, Map.of("choice", "a2"));

        assertThat(stored.statusCode()).isEqualTo(303);
        assertThat(bench.event(work)).contains("\"degree\":2");
    }

    @Test
    void aLateSubmissionWhosePlaceIsTakenStaysAsADraft() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");
        expire(work);
        bench.execute(
                "update slot set state = 'judged' where task_id = (select task_id from assignment where id = ?1)",
                id(work));

        Response late = Forms.post(work, work, Map.of("choice", "a2", "why", "a long thought"));

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.asString()).contains("a long thought", "kept as your draft", work);
        assertThat(given().get(work).asString()).contains("a long thought");
        assertThat(bench.one("select count(*) from judgment where assignment_id = ?1", id(work)))
                .isEqualTo(0L);
    }

    @Test
    void whoIsTakenOffTheProjectWhileWorkingIsToldSoAndKeepsWhatTheyTyped() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        bench.prompt(project, "Three", "three", "four");
        String expired = handed(project, "comparison");
        expire(expired);
        String work = handed(project, "comparison");
        bench.remove(project, "lena");

        Response submitted = Forms.post("/home", work, Map.of("choice", "b1", "why", "It ends kindly."));

        assertThat(submitted.statusCode()).isEqualTo(409);
        assertThat(submitted.asString())
                .contains("You are not in this project any more", "removed you from Kind endings", "It ends kindly.");
        assertThat(given().get(work).asString()).contains("You are not in this project any more", "It ends kindly.");
        assertThat(bench.events(id(work))).isEmpty();
        Response draft = Forms.post("/home", work + "/draft", Map.of("why", "One more word."));
        assertThat(draft.jsonPath().getBoolean("member")).isFalse();
        assertThat(Forms.post("/home", expired, Map.of("choice", "b1")).statusCode())
                .as("nor is a place taken again that was lost before")
                .isEqualTo(409);
        assertThat(bench.events(id(expired))).isEmpty();
    }

    private static Response draft(String work, String text, String known, String writer) {
        return Forms.post(work, work + "/draft", Map.of("text", text, "known", known, "writer", writer));
    }

    private void expire(String work) {
        bench.execute(
                "with s as (update slot set state = 'free', lease_until = null where task_id = (select task_id from assignment where id = ?1)) update assignment set state = 'expired', closed_at = now() where id = ?1",
                id(work));
    }
}
