package hone.work;

import static hone.work.Handed.handed;
import static hone.work.Handed.id;
import static hone.work.Handed.path;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each kind of work from being handed out to its event, over HTTP. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class SubmittingTest {
    @Inject
    Bench bench;

    @Test
    void aComparisonIsStoredWithTheAnswersThatStoodOnTheChosenSides() {
        Project project = bench.project(2, "lena");
        bench.prompt(project, "A fox loses her kite.", "The fox went home alone.", "The heron brought it back.");
        String work = handed(project, "comparison");
        List<?> shown = presented(work);

        Response stored =
                Forms.post(work, work, Map.of("choice", "b3", "why", "It ends kindly.", "rule", List.of("K2", "K1")));

        assertThat(stored.statusCode()).isEqualTo(303);
        assertThat(stored.header("Location")).contains("/p/" + project.slug + "/work/comparison?notice=stored");
        String payload = bench.event(work);
        assertThat(payload)
                .contains("\"kind\":\"judgment.accepted\"")
                .contains("\"outcome\":\"preferred\"")
                .contains("\"chosen\":\"" + shown.get(1) + "\"")
                .contains("\"rejected\":\"" + shown.get(0) + "\"")
                .contains("\"degree\":3")
                .contains("\"citedRules\":[\"K1\",\"K2\"]")
                .contains("\"rationale\":\"It ends kindly.\"")
                .contains("\"version\":1");
        assertThat(payload.indexOf("\"answerId\":\"" + shown.get(0)))
                .as("the first shown comes first")
                .isPositive()
                .isLessThan(payload.indexOf("\"answerId\":\"" + shown.get(1)));
    }

    @Test
    void aRankingMayHoldATie() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Three", "one", "two", "three");
        String work = handed(project, "ranking");
        List<?> shown = presented(work);

        Response stored = Forms.post(work, work, Map.of("rank-1", "2", "rank-2", "1", "rank-3", "2"));

        assertThat(stored.statusCode()).isEqualTo(303);
        assertThat(bench.event(work))
                .contains("\"ranks\":[[\"" + shown.get(1) + "\"],[\"" + shown.get(0) + "\",\"" + shown.get(2) + "\"]]");
    }

    @Test
    void aDemonstrationBecomesAnAnswer() {
        Project project = bench.project(1, "lena");
        UUID prompt = bench.prompt(project, "What is 12 minus 5?");
        String work = handed(project, "demonstration");

        Response stored = Forms.post(work, work, Map.of("text", "Seven.\r\nBecause 12 − 5 = 7."));

        assertThat(stored.statusCode()).isEqualTo(303);
        assertThat(bench.one("select text from answer where prompt_id = ?1 and source = 'labeler'", prompt))
                .isEqualTo("Seven.\nBecause 12 − 5 = 7.");
        assertThat(bench.event(work)).contains("\"kind\":\"demonstration\"", "\"presented\":[]");
    }

    @Test
    void anUnchangedCorrectionIsRefusedInPlaceAndAChangedOneStored() {
        Project project = bench.project(1, "lena");
        UUID prompt = bench.prompt(project, "What is 12 minus 5?", "It is 17, I think.");
        String work = handed(project, "correction");

        Response refused = Forms.post(work, work, Map.of("text", "It is 17, I think.", "why", "kept words"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString())
                .contains("The text is still the answer given", "aria-invalid=\"true\"", "kept words");
        assertThat(Forms.post(work, work, Map.of("text", "It is 7.")).statusCode())
                .isEqualTo(303);
        assertThat(bench.one("select text from answer where prompt_id = ?1 and source = 'labeler'", prompt))
                .isEqualTo("It is 7.");
    }

    /** The answer is one of the longest that an import takes; its correction has room for what it lacked. */
    @Test
    void aCorrectionOfIndentationAloneIsOneAndTheLongestAnswerCanBeCorrected() {
        Project project = bench.project(1, "lena");
        UUID prompt = bench.prompt(project, "Fix the indentation", "    return x\n        y");
        String work = handed(project, "correction");

        assertThat(given().get(work).asString()).contains("name=\"text\"", "\n    return x\n        y</textarea>");
        assertThat(Forms.post(work, work, Map.of("text", "  return x\r\n    y \r\n"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(bench.one("select text from answer where prompt_id = ?1 and source = 'labeler'", prompt))
                .isEqualTo("  return x\n    y \n");

        UUID longest = bench.prompt(project, "A long one", "ж".repeat(32_000));
        work = handed(project, "correction");
        String corrected = "ж".repeat(32_000) + " and the end.";
        assertThat(Forms.post(work, work, Map.of("text", corrected)).statusCode())
                .isEqualTo(303);
        assertThat(bench.one("select text from answer where prompt_id = ?1 and source = 'labeler'", longest))
                .isEqualTo(corrected);
    }

    @Test
    void bothBadAsksForACorrectionOfOneOfThem() {
        Project project = bench.project(1, "lena");
        UUID prompt = bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");

        Forms.post(work, work, Map.of("choice", "bad"));

        assertThat(bench.one(
                        "select count(*) from task t join judgment j on t.origin_id = cast(j.id as text) where t.prompt_id = ?1 and t.kind = 'correction' and t.origin = 'both-bad'",
                        prompt))
                .isEqualTo(1L);
        assertThat(bench.event(work)).contains("\"outcome\":\"both-bad\"");
    }

    @Test
    void theSameFormTwiceIsOneJudgmentAndADifferentOneIsAConflict() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");
        String page = "/work/" + id(work) + "/skip";

        Forms.post(page, work, Map.of("choice", "a1"));
        Response again = Forms.post(page, work, Map.of("choice", "a1"));
        Response other = Forms.post(page, work, Map.of("choice", "b1"));

        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(again.header("Location")).endsWith("notice=already");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(bench.one("select count(*) from judgment where assignment_id = ?1", id(work)))
                .isEqualTo(1L);
        assertThat(bench.one(
                        "select count(*) from outbox o join judgment j on o.subject = cast(j.id as text) where j.assignment_id = ?1",
                        id(work)))
                .isEqualTo(1L);
    }

    @Test
    void aJudgmentCarriesTheGuidelineVersionThatWasHandedOutWithIt() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String first = handed(project, "comparison");
        bench.publish(project, "comparison", 2, Bench.GUIDELINE + "\n### K9 A new rule\nNew.\n");
        bench.prompt(project, "Other", "three", "four");

        Response refused = Forms.post(first, first, Map.of("choice", "a2", "rule", "K9"));
        Response stored = Forms.post(first, first, Map.of("choice", "a2", "rule", "K1"));
        String second = path(stored);
        Forms.post(second, second, Map.of("choice", "a2", "rule", "K9"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("no rule K9");
        assertThat(bench.event(first)).contains("\"version\":1");
        assertThat(bench.event(second)).contains("\"version\":2");
    }

    @Test
    void skippingNeedsAReasonAndTheTaskNeverComesBack() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");

        Response refused = Forms.post(work, work + "/skip", Map.of("reason", "bored"));
        Response skipped = Forms.post(work, work + "/skip", Map.of("reason", "harmful"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(skipped.statusCode()).isEqualTo(303);
        Response next = given().redirects().follow(false).get("/p/" + project.slug + "/work/comparison");
        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(next.asString()).contains("Nothing is waiting for you");
    }

    private List<?> presented(String work) {
        return bench.list(
                "select answer_id from assignment_answer where assignment_id = ?1 order by position", id(work));
    }

    @Test
    @TestSecurity(user = "hasty", roles = "labeler")
    void muchFasterThanReadingIsAskedOnceAndTakenWhenConfirmed() {
        Project project = bench.project(1, "hasty");
        // 2 × 500 characters: 40 seconds at 25 a second; ten of them are enough.
        bench.prompt(project, "Long?", "word ".repeat(100), "else ".repeat(100));
        bench.prompt(project, "Short?", "one", "two");
        String work = handed(project, "comparison");

        Response asked = Forms.post(work, work, Map.of("choice", "a2", "why", "Clear at once."));
        assertThat(asked.statusCode()).isEqualTo(400);
        assertThat(asked.asString())
                .contains("Reading this takes about 40 seconds.", "Send it as it is", "name=\"sure\" value=\"yes\"")
                .contains("Clear at once.", "value=\"a2\" checked");
        assertThat(bench.one("select count(*) from judgment where project_id = ?1", project.id))
                .isEqualTo(0L);

        assertThat(Forms.post(work, work, Map.of("choice", "a2", "why", "Clear at once.", "sure", "yes"))
                        .statusCode())
                .isEqualTo(303);
        String second = handed(project, "comparison");
        assertThat(Forms.post(second, second, Map.of("choice", "a2")).statusCode())
                .as("short answers are read in no time")
                .isEqualTo(303);

        bench.prompt(project, "Long again?", "word ".repeat(100), "else ".repeat(100));
        String third = handed(project, "comparison");
        bench.execute("update assignment set handed_at = handed_at - interval '10 seconds' where state = 'open'");
        assertThat(Forms.post(third, third, Map.of("choice", "a2")).statusCode())
                .isEqualTo(303);
    }
}
