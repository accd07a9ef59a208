package hone.round;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.GenerateRecipe;
import hone.contract.RunCommand.RunRequested;
import hone.contract.SftRecipe;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.run.TrainerDouble;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A round whose stage failed goes on by a button, from that stage, unless a newer round has begun. Only the training is played. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class TryAgainTest {
    @Inject
    CircleRows rows;

    @Inject
    KafkaClients clients;

    @Inject
    PlayedRounds played;

    @Inject
    Sql sql;

    @Test
    void theFailedStageIsAskedForAnewAndTheRoundGoesOnAfterIt() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.demonstrated(project, lena, rows.prompt(project, "Story?"), "Story.");
        String rounds = "/p/" + project.slug + "/rounds";
        String page = rounds + "/1";

        try (TrainerDouble trainer = new TrainerDouble(clients, project.id.toString())) {
            trainer.fails(GenerateRecipe.class);
            played.start(project);
            assertThat(played.ended(project, 1)).isEqualTo("failed: Generate, run 2, failed: The disk is full.");
            given().accept("text/html").get(page).then().body(containsString("Try this stage again"));

            Forms.post(page, page + "/again", Map.of()).then().statusCode(303);
            assertThat(played.ended(project, 1)).isEqualTo("succeeded: ");

            assertThat(trainer.heard().stream()
                            .<Object>map(
                                    command -> ((RunRequested) command).recipe().getClass())
                            .toList())
                    .as("SFT is not done twice")
                    .isEqualTo(List.of(SftRecipe.class, GenerateRecipe.class, GenerateRecipe.class));
            assertThat(sql.list(
                            "select detail ->> 'step' as told from audit_entry where project_id = ? and action = 'round.step-again'",
                            c -> c.text("told"),
                            project.id))
                    .containsExactly("generate");
            given().accept("text/html")
                    .get(page)
                    .then()
                    .body(containsString("Run 2</a>, <a"), not(containsString("Try this stage again")));
            refused(page, "Round 1 has not failed. Nothing was started.");

            // The next one fails at its first stage, and a third has begun when somebody presses.
            rows.demonstrated(project, lena, rows.prompt(project, "Another?"), "Another.");
            trainer.fails(SftRecipe.class);
            played.start(project);
            assertThat(played.ended(project, 2)).startsWith("failed: SFT");
            rows.demonstrated(project, lena, rows.prompt(project, "A third?"), "A third.");
            played.start(project);
            refused(rounds + "/2", "Round 3 has begun since, with newer judgments. Nothing was started");
            assertThat(played.ended(project, 3)).isEqualTo("succeeded: ");
            assertThat(played.ended(project, 2)).startsWith("failed: SFT");
        }
    }

    private static void refused(String page, String sentence) {
        Forms.post(page.replaceAll("/[0-9]+$", ""), page + "/again", Map.of())
                .then()
                .statusCode(409)
                .body(containsString("<h1>Round "), containsString("role=\"alert\""), containsString(sentence));
    }
}
