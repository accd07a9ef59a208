package hone.reviews;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.judgment.Fields;
import hone.project.Project;
import hone.review.Reviews;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Lena judged before her pause is data already; Ravi reviews it. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ravi",
        roles = {"reviewer"})
class BeforePauseTest {
    @Inject
    Bench bench;

    @Inject
    SubmitJudgment submitJudgment;

    @Inject
    Reviews reviews;

    private Project project;
    private UUID work;
    private String at;

    @BeforeEach
    void aJudgmentThatCountsIsMarked() {
        project = bench.project(1, "lena", "mo", "ravi");
        at = "/p/" + project.slug;
        bench.prompt(project, "A fox loses her kite.", "The fox went home alone.", "The heron brought it back.");
        work = bench.assign(project, "lena");
        submitJudgment.submit(work, bench.person("lena"), new Fields(Map.of("choice", List.of("b3"))), Instant.now());
        assertThat(marked()).isEqualTo(1);
    }

    private int marked() {
        return QuarkusTransaction.requiringNew()
                .call(() -> reviews.enterBeforePause(project.id, bench.person("lena"), Instant.EPOCH, Instant.now()));
    }

    private UUID judgment() {
        return (UUID) bench.one("select id from judgment where assignment_id = ?1", work);
    }

    private Response decides(String what) {
        return Forms.post(at + "/review", at + "/review/" + judgment(), Map.of("do", what, "reason", "Read it again."));
    }

    private long counting() {
        return (Long) bench.one(
                "select count(*) from judgment where project_id = ?1 and accepted_at is not null and withdrawn_at is null",
                project.id);
    }

    @Test
    void itIsMarkedOnceAndCountsMeanwhile() {
        assertThat(marked()).isZero();
        assertThat(counting()).isEqualTo(1);
        assertThat(given().get(at + "/review").asString())
                .contains("its author was paused after it", "It is data already");
    }

    @Test
    void acceptedItStaysWhatItIsAndNobodyIsToldTwice() {
        Object acceptedAt = bench.one("select accepted_at from judgment where id = ?1", judgment());

        assertThat(decides("accept").statusCode()).isEqualTo(303);

        assertThat(bench.one("select accepted_at from judgment where id = ?1", judgment()))
                .isEqualTo(acceptedAt);
        assertThat(bench.events(work)).hasSize(1);
        assertThat(reviews.waiting(project.id)).isZero();
        assertThat(marked()).as("a reviewer has met it").isZero();
    }

    @Test
    void rejectedItIsTakenBackEverybodyIsToldAndSomebodyElseIsAsked() {
        assertThat(decides("reject").statusCode()).isEqualTo(303);

        assertThat(counting()).isZero();
        assertThat(bench.events(work)).hasSize(2);
        assertThat(bench.events(work).getLast().toString()).contains("judgment.withdrawn", "rejected by a reviewer");
        assertThat(bench.assign(project, "mo")).isNotNull();
    }

    @Test
    void returnedItIsLenasAgainAndCountsNoMore() {
        assertThat(decides("return").statusCode()).isEqualTo(303);

        assertThat(counting()).isZero();
        assertThat(bench.one("select state from assignment where id = ?1", work))
                .isEqualTo("open");
    }
}
