package hone.round;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.BestOfNRecipe;
import hone.contract.DpoRecipe;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.RewardRecipe;
import hone.contract.RunCommand.RunRequested;
import hone.contract.SftRecipe;
import hone.contract.Verifier;
import hone.model.ModelVersion;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The stages of a round, which models each begins with, and what makes a round leave one out. Only the training is played. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class RoundStagesTest {
    @Inject
    CircleRows rows;

    @Inject
    PlayedRounds rounds;

    @Inject
    Sql sql;

    @Test
    void aRoundTunesLearnsWhatIsPreferredBendsThePolicyAndSamplesIt() {
        Project project = rows.project();
        ModelVersion base = rows.base(project);
        ModelVersion earlier = rows.trained(project, project.slug + "-sft-0", base);
        UUID lena = rounds.judged(project, earlier, PlayedRounds.FAMILY_PAIRS_MIN);
        assertThat(given().accept("text/html")
                        .get("/p/" + project.slug + "/rounds")
                        .asString())
                .contains("<dt>PPO</dt><dd>included</dd>")
                .doesNotContain("Left out", "would fail");

        try (TrainerDouble trainer = rounds.trainer(project)) {
            rounds.succeeds(project, 1);

            assertThat(trainer.heard())
                    .hasSize(4)
                    .allSatisfy(command -> assertThat(command).isInstanceOf(RunRequested.class));
            RunRequested sft = PlayedRounds.asked(trainer, 0);
            RunRequested reward = PlayedRounds.asked(trainer, 1);
            RunRequested ppo = PlayedRounds.asked(trainer, 2);
            RunRequested generate = PlayedRounds.asked(trainer, 3);
            assertThat(sft.recipe()).isEqualTo(SftRecipe.small());
            assertThat(reward.recipe()).isEqualTo(RewardRecipe.small());
            assertThat(ppo.recipe()).isEqualTo(PpoRecipe.small());
            assertThat(generate.recipe()).isInstanceOf(GenerateRecipe.class);
            assertThat(List.of(reward.dataset(), ppo.dataset())).allMatch(data -> data.equals(sft.dataset()));
            assertThat(sft.inputs().policy()).isEqualTo(PlayedRounds.reference(base));
            assertThat(reward.inputs().policy()).isEqualTo(PlayedRounds.reference(rounds.model(project, "sft-1")));
            assertThat(ppo.inputs().policy()).isEqualTo(PlayedRounds.reference(rounds.model(project, "sft-1")));
            assertThat(ppo.inputs().reward()).contains(PlayedRounds.reference(rounds.model(project, "reward-1")));
            assertThat(generate.inputs().policy()).isEqualTo(PlayedRounds.reference(rounds.model(project, "ppo-1")));
            assertThat(sql.list(
                            "select kind from model_version where project_id = ? order by id desc limit 3",
                            c -> c.text("kind"),
                            project.id))
                    .containsExactly("policy", "reward", "policy");
            PlayedRounds.page(project, "/rounds/1", "It is done: " + project.slug + "-ppo-1 was trained on dataset 1");
            aRewardModelScoresAndIsNeverCurrent(project);
            lineageNamesTheRewardModelThatPpoFollowed(project);
            aGenerateRunShowsAPromptOnceWithAllItsAnswers(project);

            // The next week: no SFT, so PPO starts from the current model; no reward run, so it follows the newest
            // that was trained from the fine-tuned model under it.
            rounds.choose(project, Map.of("ppo", "on", "generate", "on"));
            rows.demonstrated(project, lena, rows.prompt(project, "One more?"), "One more.");
            rounds.makeCurrent(project, rounds.model(project, "ppo-1"), "It was kinder.");
            rounds.succeeds(project, 2);

            assertThat(trainer.heard()).hasSize(6);
            assertThat(PlayedRounds.asked(trainer, 4).recipe()).isInstanceOf(PpoRecipe.class);
            assertThat(PlayedRounds.asked(trainer, 4).inputs().policy())
                    .isEqualTo(PlayedRounds.reference(rounds.model(project, "ppo-1")));
            assertThat(PlayedRounds.asked(trainer, 4).inputs().reward())
                    .contains(PlayedRounds.reference(rounds.model(project, "reward-1")));
            assertThat(PlayedRounds.asked(trainer, 5).inputs().policy())
                    .isEqualTo(PlayedRounds.reference(rounds.model(project, "ppo-2")));
            PlayedRounds.page(project, "/rounds/2", "Switched off");

            // No reward model was trained from the model of the week before, whatever its base.
            rows.demonstrated(project, lena, rows.prompt(project, "And one?"), "And one.");
            rounds.makeCurrent(project, earlier, "It was better.");
            rounds.choose(project, Map.of("ppo", "on"));
            PlayedRounds.page(
                    project,
                    "/rounds",
                    "This round would fail.",
                    "There is no reward model that was trained from what " + project.slug + "-sft-0 goes back to");
            rounds.start(project);
            assertThat(rounds.ended(project, 3))
                    .startsWith("failed: Nothing could be trained")
                    .contains("There is no reward model that was trained from what " + project.slug
                            + "-sft-0 goes back to, so there is nothing to follow. Train one first.");
        }
    }

    @Test
    void aRoundMayGoFromSftToDpoOrTakeGrpoByARuleAlone() {
        Project project = rows.project();
        ModelVersion base = rows.base(project);
        ModelVersion earlier = rows.trained(project, project.slug + "-sft-0", base);
        UUID lena = rounds.judged(project, earlier, 3);
        rounds.choose(project, Map.of("sft", "on", "dpo", "on", "kto", "on"));
        PlayedRounds.page(project, "/rounds", "<dt>DPO</dt><dd>included</dd>");

        try (TrainerDouble trainer = rounds.trainer(project)) {
            rounds.succeeds(project, 1);

            // Three pairs are too few for a reward model and enough for DPO; nobody has rated anything for KTO.
            assertThat(trainer.heard()).hasSize(2);
            RunRequested sft = PlayedRounds.asked(trainer, 0);
            RunRequested dpo = PlayedRounds.asked(trainer, 1);
            assertThat(sft.inputs().policy()).isEqualTo(PlayedRounds.reference(base));
            assertThat(dpo.recipe()).isEqualTo(DpoRecipe.small());
            assertThat(dpo.inputs().policy()).isEqualTo(PlayedRounds.reference(rounds.model(project, "sft-1")));
            assertThat(dpo.inputs().reward()).isEmpty();
            PlayedRounds.page(
                    project,
                    "/rounds/1",
                    "It is done: " + project.slug + "-dpo-1 was trained on dataset 1",
                    "The dataset has no rated answers to train on");
            PlayedRounds.page(project, "/runs/2", "DPO");

            rounds.choose(
                    project,
                    Map.of(
                            "grpo",
                            "on",
                            "grpoRecipe",
                            "{\"verifier\": {\"kind\": \"arithmetic\"}, \"iterations\": 7}"));
            rows.demonstrated(project, lena, rows.prompt(project, "What is 2 plus 3?"), "5.");
            rounds.makeCurrent(project, rounds.model(project, "dpo-1"), "It was better.");
            rounds.succeeds(project, 2);

            assertThat(trainer.heard()).hasSize(3);
            RunRequested grpo = PlayedRounds.asked(trainer, 2);
            assertThat(grpo.recipe())
                    .isInstanceOfSatisfying(
                            GrpoRecipe.class,
                            recipe -> assertThat(recipe.options().verifier()).contains(new Verifier.Arithmetic()));
            assertThat(grpo.inputs().policy()).isEqualTo(PlayedRounds.reference(rounds.model(project, "dpo-1")));
            assertThat(grpo.inputs().reward()).isEmpty();

            // Without a rule GRPO follows a reward model, and there is none.
            rounds.choose(project, Map.of("grpo", "on"));
            rows.demonstrated(project, lena, rows.prompt(project, "One more?"), "One more.");
            rounds.start(project);
            assertThat(rounds.ended(project, 3)).startsWith("failed: Nothing could be trained");
        }
    }

    @Test
    void aRoundMayLearnTheBestAnswersByARuleAndFollowsNoRewardModelThen() {
        Project project = rows.project();
        ModelVersion base = rows.base(project);
        ModelVersion earlier = rows.trained(project, project.slug + "-sft-0", base);
        UUID lena = rounds.judged(project, earlier, 1);
        rounds.choose(
                project,
                Map.of(
                        "best-of-n",
                        "on",
                        "best-of-nRecipe",
                        "{\"verifier\": {\"kind\": \"exact\"}, \"perPrompt\": 16}"));
        PlayedRounds.page(project, "/rounds", "<dt>Best of n</dt><dd>included</dd>");

        try (TrainerDouble trainer = rounds.trainer(project)) {
            rounds.succeeds(project, 1);

            assertThat(trainer.heard()).hasSize(1);
            RunRequested asked = PlayedRounds.asked(trainer, 0);
            assertThat(asked.recipe()).isInstanceOfSatisfying(BestOfNRecipe.class, recipe -> {
                assertThat(recipe.candidates().perPrompt()).isEqualTo(16);
                assertThat(recipe.epochs()).isEqualTo(BestOfNRecipe.small().epochs());
                assertThat(recipe.followsReward()).isFalse();
            });
            assertThat(asked.inputs().reward()).isEmpty();
            PlayedRounds.page(
                    project, "/rounds/1", "It is done: " + project.slug + "-best-of-n-1 was trained on dataset 1");
            PlayedRounds.page(
                    project,
                    "/runs/1",
                    "Best of n",
                    "It helped: on 40 held-out rows",
                    "It learns from 9 answers that " + base.name + " sampled, each the best of",
                    "16 to one of 12 prompts.");

            // Without a rule it follows a reward model, and there is none; without epochs it makes no model.
            rounds.choose(project, Map.of("best-of-n", "on"));
            rows.demonstrated(project, lena, rows.prompt(project, "One more?"), "One more.");
            rounds.start(project);
            assertThat(rounds.ended(project, 2)).startsWith("failed: Nothing could be trained");
            rounds.choose(
                    project,
                    Map.of(
                            "best-of-n",
                            "on",
                            "best-of-nRecipe",
                            "{\"verifier\": {\"kind\": \"exact\"}, \"epochs\": 0}"));
            rows.demonstrated(project, lena, rows.prompt(project, "And another?"), "Another.");
            rounds.start(project);
            assertThat(rounds.ended(project, 3)).contains("set “epochs” to 1 or more");
            assertThat(trainer.heard()).hasSize(1);
        }
    }

    @Test
    void everyPromptOfTheProjectIsInTheDatasetForPpoToAnswer() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.demonstrated(project, lena, rows.prompt(project, "Judged?"), "Judged.");
        rows.tied(project, lena, rows.prompt(project, "A tie?"));
        rows.prompt(project, "Never judged?");
        rounds.choose(project, Map.of());
        rounds.succeeds(project, 1);

        assertThat(sql.list("""
                        select m.kind || ' ' || (m.row::jsonb -> 'prompt' -> 0 ->> 'content') as told from dataset_member m
                        join dataset d on d.id = m.dataset_id where d.project_id = ? order by m.position""", c -> c.text("told"), project.id))
                .containsExactly(
                        "dataset.demonstration Judged?",
                        "dataset.prompt Judged?",
                        "dataset.prompt A tie?",
                        "dataset.prompt Never judged?");
        PlayedRounds.page(project, "/datasets/1", "1 written answer, 0 pairs, 3 prompts");
    }

    private void lineageNamesTheRewardModelThatPpoFollowed(Project project) {
        UUID task = sql.first(
                        "select id from task where project_id = ? and origin = 'model' limit 1",
                        c -> c.id("id"),
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
        PlayedRounds.page(
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
        Forms.post("/p/" + project.slug + "/rounds/stages", reward + "/current", Map.of("why", "Why not?"))
                .then()
                .statusCode(409)
                .body(containsString("is a reward model: it scores answers"));
        assertThat(sql.number("""
                        select count(*) from current_model c join model_version m on m.id = c.model_version_id
                        where c.project_id = ? and m.kind = 'reward'""", project.id)).isZero();
    }
}
