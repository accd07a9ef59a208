package hone.work;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.TaskQueue;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One person may give two judgments in 24 hours. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class DailyLimitTest {
    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    UndoLast undoLast;

    private Project project;

    @BeforeEach
    void twoADay() {
        project = bench.project(2, "lena", "mo");
        for (int at = 0; at < 5; at++) {
            bench.prompt(project, "Tell of goat " + at + ".", "It laughed.", "It was sorry.");
        }
        bench.execute("update project set daily_max = 2 where id = ?1", project.id);
    }

    private Optional<UUID> handed(String who, Instant now) {
        return queue.lease(bench.again(project), WorkKind.COMPARISON, bench.person(who), now);
    }

    @Test
    void afterSoManyNothingIsHandedToThemAndThePageSaysWhyAndUntilWhen() {
        bench.prefers(project, "lena", "It laughed.", 2, "");
        UUID last = bench.prefers(project, "lena", "It laughed.", 2, "");

        assertThat(handed("lena", Instant.now())).isEmpty();
        assertThat(given().get("/p/" + project.slug + "/work/comparison").asString())
                .contains("You have done enough for now", "2 tasks", "as many as one person may")
                .doesNotContain("You have had every");
        assertThat(handed("mo", Instant.now()))
                .as("the limit is each person's own")
                .isPresent();

        undoLast.undo(last, bench.person("lena"), Instant.now());
        assertThat(handed("lena", Instant.now()))
                .as("what is in their hands again")
                .contains(last);
    }

    @Test
    void aDayLaterTheyAreHandedMore() {
        bench.prefers(project, "lena", "It laughed.", 2, "");
        bench.prefers(project, "lena", "It laughed.", 2, "");

        Instant before = Instant.now().plus(Duration.ofHours(24)).minusSeconds(60);
        assertThat(handed("lena", before)).isEmpty();
        assertThat(handed("lena", before.plusSeconds(120))).isPresent();
    }

    private Optional<UUID> correction(String who) {
        return queue.lease(bench.again(project), WorkKind.CORRECTION, bench.person(who), Instant.now());
    }

    @Test
    void whatIsInTheirHandsCounts() {
        bench.prompt(project, "Tell of a hen.", "It slept.");
        bench.prefers(project, "lena", "It laughed.", 2, "");
        UUID open = handed("lena", Instant.now()).orElseThrow();

        assertThat(handed("lena", Instant.now())).as("another tab").contains(open);
        assertThat(correction("lena")).as("and nothing of another kind").isEmpty();
        assertThat(correction("mo")).isPresent();
    }
}
