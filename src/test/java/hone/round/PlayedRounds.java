package hone.round;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.CircleRows;
import hone.Forms;
import hone.contract.ModelRef;
import hone.contract.RunCommand.RunRequested;
import hone.model.CurrentModel;
import hone.model.ModelVersion;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.run.TrainerDouble;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Prepares projects for rounds, starts rounds by the button and takes their stages as soon as they can be taken, beside the app's
 * own tick.
 */
@ApplicationScoped
public class PlayedRounds {
    /** README: hone.rounds.ppo-family-pairs-min. */
    static final int FAMILY_PAIRS_MIN = 200;

    private final AdvanceRound advance;
    private final CircleRows rows;
    private final ModelVersion.Repo models;
    private final CurrentModel.Repo current;
    private final KafkaClients clients;
    private final Sql sql;

    PlayedRounds(
            AdvanceRound advance,
            CircleRows rows,
            ModelVersion.Repo models,
            CurrentModel.Repo current,
            KafkaClients clients,
            Sql sql) {
        this.advance = advance;
        this.rows = rows;
        this.models = models;
        this.current = current;
        this.clients = clients;
        this.sql = sql;
    }

    /** The fine-tuned model of an earlier round, with a base of its own. */
    ModelVersion tuned(Project project) {
        return rows.trained(project, project.slug + "-sft-0", rows.base(project));
    }

    TrainerDouble trainer(Project project) {
        return new TrainerDouble(clients, project.id.toString());
    }

    void makeCurrent(Project project, ModelVersion model, String why) {
        QuarkusTransaction.requiringNew()
                .run(() -> current.persist(CurrentModel.of(project.id, model.id, null, why, Instant.now())));
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
                "select outcome || ': ' || coalesce(reason, '') as told from round where project_id = ? and number = ? and outcome is not null",
                c -> c.text("told"),
                project.id,
                number);
    }

    /** Eleven written answers and so many pairs of a model's answers; nothing is held out, so that every pair counts. */
    UUID judged(Project project, ModelVersion model, int pairs) {
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run("update project set held_out_percent = 0 where id = ?", project.id));
        UUID lena = rows.labeler("lena", project);
        for (int i = 0; i < 11; i++) {
            rows.demonstrated(project, lena, rows.prompt(project, "Story " + i + "?"), "Story " + i + ".");
        }
        rows.compared(project, lena, rows.prompt(project, "Who feeds the heron?"), model, pairs);
        return lena;
    }

    void choose(Project project, Map<String, String> boxes) {
        String address = "/p/" + project.slug + "/rounds/stages";
        Forms.post(address, address, boxes).then().statusCode(303);
    }

    static void page(Project project, String path, String... sentences) {
        String body = given().accept("text/html")
                .get("/p/" + project.slug + path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(body).contains(sentences);
    }

    ModelVersion model(Project project, String kind) {
        return models.named(project.id, project.slug + "-" + kind).orElseThrow();
    }

    static ModelRef reference(ModelVersion model) {
        return new ModelRef(model.id.toString(), model.sha256);
    }

    static RunRequested asked(TrainerDouble trainer, int place) {
        return (RunRequested) trainer.heard().get(place);
    }
}
