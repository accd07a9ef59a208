package hone.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.contract.PpoRecipe;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
import hone.contract.RunEvent.EvaluationReported;
import hone.contract.RunEvent.RowLoss;
import hone.contract.RunEvent.StepReported;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every number that a trainer tells is a row, once, with of how many it is taken; and where those are few, pages say so. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class MeasurementsTest {
    private static final Instant AT = Instant.parse("2026-11-23T06:00:00Z");

    @Inject
    CircleRows rows;

    @Inject
    RequestRun requests;

    @Inject
    ApplyRunEvent apply;

    @Inject
    Sql sql;

    @Test
    void eachNumberKnowsOfHowManyItIsTaken() {
        Project project = rows.project();
        TrainingRun ppo = ppo(project);
        TrainingRun reward = reward(project);
        TrainingRun sft = requested(project, SftRecipe.small(), RequestRun.From.policy(rows.base(project)));

        happens(new StepReported(
                id(ppo), 1, AT, 1, 20, Map.of("objective/scores", 0.5, "response/ended", 0.75, "lr", 2e-4)));
        happens(new EvaluationReported(
                id(reward),
                1,
                AT,
                12,
                "held-out",
                Map.of(
                        "accuracy", 0.75,
                        "pairs", 40.0,
                        "accuracy/much", 0.9,
                        "pairs/much", 11.0,
                        "people/agreement", 0.81,
                        "people/pairs", 26.0,
                        "loss", 0.52,
                        "groups", 17.0)));
        happens(new EvaluationReported(
                id(reward), 2, AT, 12, "score-scale", Map.of("score/mean", 0.1, "samples", 256.0)));
        happens(new EvaluationReported(
                id(sft), 1, AT, 5, "held-out", Map.of("loss", 2.0), Optional.of(losses(3, 4.0))));

        assertThat(measured(ppo))
                .containsExactly(
                        "train 1 lr 2.0E-4 of ?",
                        "train 1 objective/scores 0.5 of 128",
                        "train 1 response/ended 0.75 of 128");
        assertThat(measured(reward))
                .contains(
                        "held-out 12 accuracy 0.75 of 40",
                        "held-out 12 accuracy/much 0.9 of 11",
                        "held-out 12 people/agreement 0.81 of 26",
                        "held-out 12 loss 0.52 of 17",
                        "score-scale 12 score/mean 0.1 of 256");
        assertThat(measured(sft)).containsExactly("held-out 5 loss 2.0 of 3");
    }

    @Test
    void anEventThatComesAgainChangesNothingAndOfAStepToldAgainTheLaterReportCounts() {
        Project project = rows.project();
        TrainingRun run = ppo(project);

        happens(new StepReported(id(run), 2, AT, 1, 20, Map.of("objective/scores", 0.5)));
        happens(new StepReported(id(run), 2, AT, 1, 20, Map.of("objective/scores", 7.0)));
        assertThat(measured(run)).containsExactly("train 1 objective/scores 0.5 of 128");

        // The worker died and went on from an earlier step.
        happens(new StepReported(id(run), 5, AT, 1, 20, Map.of("objective/scores", 0.6)));
        assertThat(measured(run)).containsExactly("train 1 objective/scores 0.6 of 128");

        // After a failed batch what was told before may come after.
        happens(new StepReported(id(run), 3, AT, 1, 20, Map.of("objective/scores", 0.1)));
        assertThat(measured(run)).containsExactly("train 1 objective/scores 0.6 of 128");
    }

    @Test
    void whatRunsToldBeforeThereWereRowsIsTakenOverAsNewEventsAre() throws IOException {
        Project project = rows.project();
        TrainingRun ppo = ppo(project);
        TrainingRun reward = reward(project);
        TrainingRun sft = requested(project, SftRecipe.small(), RequestRun.From.policy(rows.base(project)));
        TrainingEvents.bent(id(ppo)).forEach(this::happens);
        happens(new StepReported(id(reward), 100, AT, 3, 12, Map.of("loss", 0.9, "accuracy", 0.1)));
        TrainingEvents.scored(id(reward)).forEach(this::happens);
        TrainerDouble.tuned(id(sft)).forEach(this::happens);
        List<List<String>> asTold = List.of(measured(ppo), measured(reward), measured(sft));

        String migration = Files.readString(Path.of(System.getProperty("hone.root"), "migrations/V012__rounds.sql"));
        String takesOver = migration
                .substring(migration.indexOf("insert into measurement"))
                .replaceFirst(";\\s*", "");
        QuarkusTransaction.requiringNew().run(() -> {
            for (TrainingRun run : List.of(ppo, reward, sft)) {
                sql.run("delete from measurement where run_id = ?", run.id);
            }
            sql.run(takesOver + " on conflict do nothing");
        });

        assertThat(asTold).noneMatch(List::isEmpty);
        assertThat(List.of(measured(ppo), measured(reward), measured(sft))).isEqualTo(asTold);
    }

    @Test
    void fewPairsRowsOrAnswersAreTooFewToTellOnEveryPage() {
        Project project = rows.project();
        UUID round = Uuid7.next();
        QuarkusTransaction.requiringNew().run(() -> sql.run("""
                        insert into round (id, project_id, number, started_at, dataset_id, finished_at, outcome)
                        values (?, ?, 1, now(), ?, now(), 'succeeded')""", round, project.id, rows.frozen(project)));
        TrainingRun sft = requested(project, SftRecipe.small(), RequestRun.From.policy(rows.base(project)));
        TrainingRun reward = reward(project);
        TrainingRun ppo = ppo(project, fewRollouts());
        for (TrainingRun run : List.of(sft, reward, ppo)) {
            QuarkusTransaction.requiringNew()
                    .run(() -> sql.run("update run set round_id = ? where id = ?", round, run.id));
        }

        happens(heldOut(sft, 1, 0, 29, 3.0));
        happens(heldOut(sft, 2, 40, 29, 1.0));
        happens(new EvaluationReported(
                id(reward), 1, AT, 12, "held-out", Map.of("accuracy", 0.9, "pairs", 10.0, "accuracy/much", 1.0)));
        happens(scores(ppo, 1, 1, -0.4));
        happens(scores(ppo, 2, 2, 0.9));
        succeeds(project, sft, 3, "sft");
        succeeds(project, reward, 2, "reward");
        succeeds(project, ppo, 3, "ppo");

        assertThat(page(project, "/runs/" + sft.number)).contains("Too few to tell whether it helps: 29 held-out rows");
        assertThat(page(project, "/runs/" + reward.number))
                .contains("Too few to tell how often it is right: <b>90 %</b> of 10 held-out pairs")
                .contains("too few to tell", "pairs not counted");
        assertThat(page(project, "/runs/" + ppo.number))
                .contains("Too few to tell whether the reward model scores its answers higher: 16 answers per step");
        assertThat(page(project, "/models/" + project.slug + "-reward-1")).contains("too few to tell");
        assertThat(page(project, "/models/" + project.slug + "-sft-1")).contains("too few to tell");
        assertThat(page(project, "/rounds/1"))
                .contains(
                        "SFT:",
                        "Too few to tell whether it helps: 29 held-out rows",
                        "Too few to tell how often it is right: <b>90 %</b> of 10 held-out pairs",
                        "Too few to tell whether the reward model scores its answers higher: 16 answers per step",
                        "held-out loss 1, before 3: 29 rows, too few to tell",
                        "right in 90 % of 10 held-out pairs, too few to tell",
                        "reward 0.9, at first −0.4: 16 answers per step, too few to tell")
                .doesNotContain("It helped");
    }

    private static Recipe fewRollouts() {
        return Wire.read(
                Wire.write(PpoRecipe.small()).replace("\"rolloutsPerIteration\":128", "\"rolloutsPerIteration\":16"),
                Recipe.class);
    }

    private static StepReported scores(TrainingRun run, long sequence, long step, double score) {
        return new StepReported(
                id(run), sequence, AT, step, 2, Map.of("objective/scores", score, "objective/scores_deviation", 0.9));
    }

    private static EvaluationReported heldOut(TrainingRun run, long sequence, long step, int rows, double loss) {
        return new EvaluationReported(
                id(run), sequence, AT, step, "held-out", Map.of("loss", loss), Optional.of(losses(rows, loss)));
    }

    private static List<RowLoss> losses(int rows, double loss) {
        return Collections.nCopies(rows, new RowLoss(loss, 1));
    }

    private TrainingRun reward(Project project) {
        return requested(project, RewardRecipe.small(), RequestRun.From.policy(rows.base(project)));
    }

    private TrainingRun ppo(Project project) {
        return ppo(project, PpoRecipe.small());
    }

    private TrainingRun ppo(Project project, Recipe recipe) {
        ModelVersion base = rows.base(project);
        ModelVersion reward = rows.scoring(project, project.slug + "-reward-0", base);
        return requested(project, recipe, new RequestRun.From(base, Optional.of(reward)));
    }

    private TrainingRun requested(Project project, Recipe recipe, RequestRun.From from) {
        return QuarkusTransaction.requiringNew()
                .call(() -> requests.request(
                        project, recipe, Optional.empty(), from, RequestRun.RequestedBy.by(Optional.empty()), AT));
    }

    private void succeeds(Project project, TrainingRun run, long sequence, String kind) {
        String sha256 = Wire.sha256((project.slug + kind).getBytes(StandardCharsets.UTF_8));
        happens(new RunEvent.RunSucceeded(id(run), sequence, AT, Optional.of(sha256)));
    }

    private void happens(RunEvent event) {
        QuarkusTransaction.requiringNew().run(() -> apply.apply(event, AT));
    }

    private List<String> measured(TrainingRun run) {
        return sql.list(
                "select split, step, name, value, n from measurement where run_id = ? order by split, step, name",
                c -> "%s %d %s %s of %s"
                        .formatted(
                                c.text("split"),
                                c.number("step"),
                                c.text("name"),
                                c.real("value"),
                                c.maybeNumber("n").map(n -> Long.toString(n)).orElse("?")),
                run.id);
    }

    private static String id(TrainingRun run) {
        return run.id.toString();
    }

    private static String page(Project project, String path) {
        return given().accept("text/html")
                .get("/p/" + project.slug + path)
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .replaceAll("\\s+", " ");
    }
}
