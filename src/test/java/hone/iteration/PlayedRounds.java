package hone.iteration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.Forms;
import hone.project.Project;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Starts rounds by the button and takes their steps as soon as they can be taken, beside the app's own tick. */
@ApplicationScoped
public class PlayedRounds {
    private final AdvanceRound advance;
    private final Sql sql;

    PlayedRounds(AdvanceRound advance, Sql sql) {
        this.advance = advance;
        this.sql = sql;
    }

    void succeeds(Project project, int number) {
        start(project);
        assertThat(ended(project, number)).isEqualTo("succeeded: ");
    }

    void start(Project project) {
        String rounds = "/p/" + project.slug + "/rounds";
        Forms.post(rounds, rounds, Map.of()).then().statusCode(303);
    }

    /** @return its outcome and the reason */
    String ended(Project project, int number) {
        return await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            advance.advanceAll();
                            return outcome(project, number);
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> outcome(Project project, int number) {
        return sql.first(
                "select outcome || ': ' || coalesce(reason, '') from iteration where project_id = ? and number = ? and outcome is not null",
                c -> c.text(1),
                project.id,
                number);
    }
}
