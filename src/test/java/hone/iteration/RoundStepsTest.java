package hone.iteration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.ModelRef;
import hone.contract.Recipe;
import hone.contract.RunCommand;
import hone.contract.RunCommand.RunRequested;
import hone.model.CurrentModel;
import hone.model.ModelVersion;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.run.TrainerDouble;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The steps of a round, which models each begins with, and what makes a round leave one out. Only the training is played. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class RoundStepsTest {
    /** README: hone.rounds.ppo-family-pairs-min. */
    private static final int FAMILY_PAIRS_MIN = 200;

    @Inject
    CircleRows rows;

    @Inject
    KafkaClients clients;

    @Inject
    ModelVersion.Repo models;

    @Inject
    CurrentModel.Repo current;

    @Inject
    PlayedRounds rounds;

    @Inject
    Sql sql;

    @Test
    void aRoundTunesLearnsWhatIsPreferredBendsThePolicyAndSamplesIt() {
        Project project = rows.project();
        ModelVersion base = rows.base(project);
        ModelVersion earlier = rows.trained(project, project.slug + "-sft-0", base);
        UUID lena = judged(project, earlier, FAMILY_PAIRS_MIN);
        assertThat(given().accept("text/html")
                        .get("/p/" + project.slug + "/rounds")
                        .asString())
                .contains("<dt>PPO</dt><dd>taken</dd>")
                .doesNotContain("Left out", "would fail");

        try (TrainerDouble trainer = new TrainerDouble(clients, project.id.toString())) {
            rounds.succeeds(project, 1);

            assertThat(trainer.heard())
                    .hasSize(4)
                    .allSatisfy(command -> assertThat(command).isInstanceOf(RunRequested.class));
            RunRequested sft = asked(trainer, 0);
            RunRequested reward = asked(trainer, 1);
            RunRequested ppo = asked(trainer, 2);
            RunRequested generate = asked(trainer, 3);
            assertThat(sft.recipe()).isEqualTo(Recipe.Sft.small());
            assertThat(reward.recipe()).isEqualTo(Recipe.Reward.small());
            assertThat(ppo.recipe()).isEqualTo(Recipe.Ppo.small());
            assertThat(generate.recipe()).isInstanceOf(Recipe.Generate.class);
            assertThat(List.of(reward.dataset(), ppo.dataset())).allMatch(data -> data.equals(sft.dataset()));
            assertThat(sft.inputs().policy()).isEqualTo(reference(base));
            assertThat(reward.inputs().policy()).isEqualTo(reference(named(project, "sft-1")));
            assertThat(ppo.inputs().policy()).isEqualTo(reference(named(project, "sft-1")));
            assertThat(ppo.inputs().reward()).contains(reference(named(project, "reward-1")));
            assertThat(generate.inputs().policy()).isEqualTo(reference(named(project, "ppo-1")));
            assertThat(sql.list(
                            "select kind from model_version where project_id = ? order by id desc limit 3",
                            c -> c.text(1),
                            project.id))
                    .containsExactly("policy", "reward", "policy");
            page(project, "/rounds/1", "It is done: " + project.slug + "-ppo-1 was trained on dataset 1");
            aRewardModelScoresAndIsNeverCurrent(project);
            lineageNamesTheRewardModelThatPpoFollowed(project);
            aGenerateRunShowsAPromptOnceWithAllItsAnswers(project);

            // The next week: no SFT, so PPO starts from the current model; no reward run, so it follows the newest
            // that was trained from the fine-tuned model under it.
            steps(project, Map.of("ppo", "on", "generate", "on"));
            rows.demonstrated(project, lena, rows.prompt(project, "One more?"), "One more.");
            QuarkusTransaction.requiringNew()
                    .run(() -> current.persist(CurrentModel.of(
                            project.id, named(project, "ppo-1").id, null, "It was kinder.", Instant.now())));
            rounds.succeeds(project, 2);

            assertThat(trainer.heard()).hasSize(6);
            assertThat(asked(trainer, 4).recipe()).isInstanceOf(Recipe.Ppo.class);
            assertThat(asked(trainer, 4).inputs().policy()).isEqualTo(reference(named(project, "ppo-1")));
            assertThat(asked(trainer, 4).inputs().reward()).contains(reference(named(project, "reward-1")));
            assertThat(asked(trainer, 5).inputs().policy()).isEqualTo(reference(named(project, "ppo-2")));
            page(project, "/rounds/2", "Switched off");

            // No reward model was trained from the model of the week before, whatever its base.
            rows.demonstrated(project, lena, rows.prompt(project, "And one?"), "And one.");
            QuarkusTransaction.requiringNew()
                    .run(() -> current.persist(
                            CurrentModel.of(project.id, earlier.id, null, "It was better.", Instant.now())));
            steps(project, Map.of("ppo", "on"));
            page(
                    project,
                    "/rounds",
                    "This round would fail.",
                    "There is no reward model that was trained from what " + project.slug + "-sft-0 goes back to");
            rounds.start(project);
            assertThat(rounds.ended(project, 3))
                    .startsWith("failed: Nothing could be trained")
                    .contains("There is no reward model that was trained from what " + project.slug
                            + "-sft-0 goes back to, so PPO has nothing to follow. Train one first.");
        }
    }

    @Test
    void ppoIsLeftOutWhenTheRewardModelKnowsTooFewAnswersOfThePolicysFamily() {
        Project project = rows.project();
        ModelVersion base = rows.base(project);
        ModelVersion earlier = rows.trained(project, project.slug + "-sft-0", base);
        UUID lena = judged(project, earlier, FAMILY_PAIRS_MIN - 1);
        // The base's own answers are no answers of the family that was made from it.
        rows.compared(project, lena, rows.prompt(project, "And the base?"), base, 20);
        for (String before : List.of("/rounds", "")) {
            page(
                    project,
                    before,
                    "<dt>PPO</dt><dd><b>Left out.</b> PPO needs 200 pairs in which people compared two answers of the family of "
                            + "this round’s SFT model; this round’s reward model was trained on 199.",
                    "<dt>Reward model</dt><dd>taken</dd>");
        }

        try (TrainerDouble trainer = new TrainerDouble(clients, project.id.toString())) {
            rounds.succeeds(project, 1);

            assertThat(trainer.heard()).hasSize(3);
            assertThat(asked(trainer, 2).inputs().policy()).isEqualTo(reference(named(project, "sft-1")));
        }
        page(
                project,
                "/rounds/1",
                "PPO was left out.",
                "PPO needs 200 pairs in which people compared two answers of the family of " + project.slug + "-sft-1",
                "was trained on 199.",
                "It is done: " + project.slug + "-sft-1 was trained on dataset 1");
    }

    @Test
    void withFewPairsThereIsNoRewardModelAndWithoutOneNoPpo() {
        Project project = rows.project();
        judged(project, rows.base(project), 49);
        page(
                project,
                "/rounds",
                "<dt>SFT</dt><dd>taken</dd>",
                "<b>Left out.</b> A reward model is trained from 50 pairs on; this dataset has 49 to train on.",
                "<b>Left out.</b> There is no reward model that was trained from what this round’s SFT model goes back to");

        try (TrainerDouble trainer = new TrainerDouble(clients, project.id.toString())) {
            rounds.succeeds(project, 1);

            assertThat(trainer.heard().stream().map(RoundStepsTest::kind)).containsExactly("Sft", "Generate");
        }
        page(
                project,
                "/rounds/1",
                "A reward model is trained from 50 pairs on; this dataset has 49 to train on.",
                "There is no reward model that was trained from what " + project.slug + "-sft-1 goes back to");
    }

    @Test
    void withoutSftTheRewardModelStartsFromTheCurrentModel() {
        Project project = rows.project();
        ModelVersion earlier = rows.trained(project, project.slug + "-sft-0", rows.base(project));
        judged(project, earlier, 50);
        QuarkusTransaction.requiringNew()
                .run(() -> current.persist(
                        CurrentModel.of(project.id, earlier.id, null, "It was better.", Instant.now())));
        steps(project, Map.of("reward", "on"));
        page(
                project,
                "/rounds",
                "<dt>SFT</dt><dd><span class=\"second\">Switched off</span>",
                "<dt>Reward model</dt><dd>taken");

        try (TrainerDouble trainer = new TrainerDouble(clients, project.id.toString())) {
            rounds.succeeds(project, 1);

            assertThat(trainer.heard().stream().map(RoundStepsTest::kind)).containsExactly("Reward");
            assertThat(asked(trainer, 0).inputs().policy()).isEqualTo(reference(earlier));
        }
        page(project, "/rounds/1", "no new policy was trained on dataset 1");
    }

    @Test
    void everyPromptOfTheProjectIsInTheDatasetForPpoToAnswer() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.demonstrated(project, lena, rows.prompt(project, "Judged?"), "Judged.");
        rows.tied(project, lena, rows.prompt(project, "A tie?"));
        rows.prompt(project, "Never judged?");
        steps(project, Map.of());
        rounds.succeeds(project, 1);

        assertThat(sql.list("""
                        select m.kind || ' ' || (m.row::jsonb -> 'prompt' -> 0 ->> 'content') from dataset_member m
                        join dataset d on d.id = m.dataset_id where d.project_id = ? order by m.position""", c -> c.text(1), project.id))
                .containsExactly(
                        "dataset.demonstration Judged?",
                        "dataset.prompt Judged?",
                        "dataset.prompt A tie?",
                        "dataset.prompt Never judged?");
        page(project, "/datasets/1", "1 written answer, 0 pairs, 3 prompts");
    }

    private void lineageNamesTheRewardModelThatPpoFollowed(Project project) {
        UUID task = sql.first(
                        "select id from task where project_id = ? and origin = 'model' limit 1",
                        c -> c.id(1),
                        project.id)
                .orElseThrow();
        String reward = project.slug + "-reward-1";
        given().accept("application/json")
                .get("/api/tasks/" + task + "/lineage")
                .then()
                .statusCode(200)
                .body(
                        "models.find { it.name == '" + project.slug + "-ppo-1' }.run.reward",
                        equalTo(reward),
                        "models.find { it.name == '" + reward + "' }.kind",
                        equalTo("reward"),
                        "models.find { it.name == '" + reward + "' }.run.dataset.number",
                        equalTo(1),
                        "models.collect { it.name }.countBy { it }.values().max()",
                        equalTo(1));
        given().accept("text/plain")
                .get("/api/tasks/" + task + "/lineage")
                .then()
                .body(containsString("scored by " + reward), containsString("reward model " + reward));
        page(
                project,
                "/tasks/" + task + "/lineage",
                "scored by <a href=\"/p/" + project.slug + "/models/" + reward,
                "From labels to the reward model " + reward);
    }

    private void aGenerateRunShowsAPromptOnceWithAllItsAnswers(Project project) {
        String body = given().accept("text/html")
                .get("/p/" + project.slug + "/runs/4")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        List<String> prompts = Pattern.compile("<p class=\"say\" dir=\"auto\">([^<]*)</p>")
                .matcher(body)
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(prompts).hasSize(3).doesNotHaveDuplicates();
        assertThat(body).contains("Answer 1 of 4", "Answer 4 of 4");
    }

    private void aRewardModelScoresAndIsNeverCurrent(Project project) {
        String reward = "/p/" + project.slug + "/models/" + project.slug + "-reward-1";
        given().accept("text/html")
                .get(reward)
                .then()
                .statusCode(200)
                .body(containsString("Reward model"), not(containsString(reward + "/current")));
        Forms.post("/p/" + project.slug + "/rounds/steps", reward + "/current", Map.of("why", "Why not?"))
                .then()
                .statusCode(409)
                .body(containsString("is a reward model: it scores answers"));
        assertThat(sql.number("""
                        select count(*) from current_model c join model_version m on m.id = c.model_version_id
                        where c.project_id = ? and m.kind = 'reward'""", project.id)).isZero();
    }

    /** Eleven written answers and so many pairs of a model's answers; nothing is held out, so that every pair counts. */
    private UUID judged(Project project, ModelVersion model, int pairs) {
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run("update project set held_out_percent = 0 where id = ?", project.id));
        UUID lena = rows.labeler("lena", project);
        for (int i = 0; i < 11; i++) {
            rows.demonstrated(project, lena, rows.prompt(project, "Story " + i + "?"), "Story " + i + ".");
        }
        rows.compared(project, lena, rows.prompt(project, "Who feeds the heron?"), model, pairs);
        return lena;
    }

    private void steps(Project project, Map<String, String> boxes) {
        String address = "/p/" + project.slug + "/rounds/steps";
        Forms.post(address, address, boxes).then().statusCode(303);
    }

    private static void page(Project project, String path, String... sentences) {
        String body = given().accept("text/html")
                .get("/p/" + project.slug + path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(body).contains(sentences);
    }

    private ModelVersion named(Project project, String kind) {
        return models.named(project.id, project.slug + "-" + kind).orElseThrow();
    }

    private static ModelRef reference(ModelVersion model) {
        return new ModelRef(model.id.toString(), model.sha256);
    }

    private static RunRequested asked(TrainerDouble trainer, int place) {
        return (RunRequested) trainer.heard().get(place);
    }

    private static String kind(RunCommand command) {
        return ((RunRequested) command).recipe().getClass().getSimpleName();
    }
}
