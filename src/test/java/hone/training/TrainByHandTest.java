package hone.training;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.PpoRecipe;
import hone.contract.Wire;
import hone.dataset.DatasetFreezer;
import hone.dataset.DatasetPublisher;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.RequestRun;
import hone.run.Stage;
import hone.run.TunedModels;
import hone.web.Conflict;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One stage by hand from a dataset: which can be chosen, with which models, and what each is refused for. Nothing is trained. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class TrainByHandTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    DatasetPublisher publisher;

    @Inject
    RequestRun requests;

    @Inject
    TunedModels tuned;

    @Inject
    Sql sql;

    private Project project = new Project();
    private UUID lena = new UUID(0, 0);
    private ModelVersion base = new ModelVersion();
    private String at = "";
    private String train = "";

    @BeforeEach
    void aProjectWhereNothingIsHeldOut() {
        project = rows.project();
        at = "/p/" + project.slug;
        train = at + "/datasets/1/train";
        lena = rows.labeler("lena", project);
        base = rows.base(project);
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run("update project set held_out_percent = 0 where id = ?", project.id));
    }

    @Test
    void aFirstDatasetIsFineTunedOnAndTheLaterStepsSayWhatIsMissing() {
        rows.demonstrated(project, lena, rows.prompt(project, "Story?"), "Story.");
        frozen();

        page("?stage=nonsense", containsString("<h2 id=\"step-h\">SFT</h2>"), containsString("from " + base.name));
        page(
                "?stage=reward",
                containsString("There is no fine-tuned model in this project yet. Run SFT first"),
                not(containsString("Start the run")));
        page("?stage=ppo", containsString("There is no reward model in this project yet. Train one first"));
        Forms.post(train, train, Map.of("stage", "sft", "policy", base.name, "recipe", "{\"epochs\": 7}"))
                .then()
                .statusCode(303)
                .header("Location", containsString(at + "/runs/1"));

        assertThat(sql.first("""
                        select r.kind || ' ' || (r.recipe ->> 'epochs') || ' ' || m.name as told from run r
                        join model_version m on m.id = r.policy_id where r.project_id = ?""", c -> c.text("told"), project.id)).contains("sft 7 " + base.name);
    }

    @Test
    void withoutWrittenAnswersThereIsNoSftAndWithTooFewPairsNoRewardModel() {
        ModelVersion sft = trained("sft-1", "sft", base);
        rows.compared(project, lena, rows.prompt(project, "Which?"), sft, 49);
        frozen();

        page("?stage=sft", containsString("The dataset has no written answers"));
        page("?stage=reward", containsString("from 50 pairs on; this dataset has 49 to train on."));
        Forms.post(at + "/rounds", train, Map.of("stage", "reward", "policy", sft.name))
                .then()
                .statusCode(409)
                .body(
                        containsString("Nothing was requested. A reward model is trained from 50 pairs on"),
                        containsString("<option value=\"" + sft.name + "\" selected>"));
        assertThat(runs()).isEqualTo(1); // The one that made the model.
    }

    @Test
    void ppoFollowsARewardModelOfItsOwnFineTunedModelOnly() {
        ModelVersion first = trained("sft-1", "sft", base);
        rows.compared(project, lena, rows.prompt(project, "Which?"), first, 200);
        rows.demonstrated(project, lena, rows.prompt(project, "Story?"), "Story.");
        UUID dataset = frozen();
        ModelVersion reward = trained("reward-1", "reward", first, dataset);
        ModelVersion bent = trained("ppo-1", "ppo", first);
        ModelVersion second = trained("sft-2", "sft", base);

        assertThat(tuned.rewards(project.id, first)).extracting(m -> m.name).containsExactly(reward.name);
        assertThat(tuned.rewards(project.id, bent)).extracting(m -> m.name).containsExactly(reward.name);
        assertThat(tuned.rewards(project.id, second)).isEmpty();
        page(
                "?stage=ppo",
                containsString(reward.name + ", trained from " + first.name),
                containsString("<option value=\"" + bent.name + "\" selected>"));
        String sentence = reward.name + " was trained from " + first.name + ", but " + second.name + " goes back to "
                + second.name;
        Forms.post(train, train, Map.of("stage", "ppo", "policy", second.name, "reward", reward.name))
                .then()
                .statusCode(409)
                .body(
                        containsString(sentence),
                        containsString("<option value=\"" + second.name + "\" selected>"),
                        containsString("<option value=\"" + reward.name + "\" selected>"));
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> requests.request(
                                project,
                                PpoRecipe.small(),
                                Optional.empty(),
                                new RequestRun.From(second, Optional.of(reward)),
                                RequestRun.RequestedBy.by(Optional.empty()),
                                Instant.now())))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining(sentence);

        long before = runs();
        Forms.post(train, train, Map.of("stage", "ppo", "policy", bent.name, "reward", reward.name))
                .then()
                .statusCode(303);
        assertThat(runs()).isEqualTo(before + 1);
    }

    @Test
    void whatIsWrongStandsBesideItsFieldWithEverythingKept() {
        rows.demonstrated(project, lena, rows.prompt(project, "Story?"), "Story.");
        frozen();

        Forms.post(train, train, Map.of("stage", "sft", "policy", "no such", "recipe", "{\"epochs\":0}"))
                .then()
                .statusCode(400)
                .body(
                        containsString("There is no such model in this project."),
                        containsString("<code>epochs</code>"),
                        containsString("is 0, but must be from 1 to 10000."),
                        containsString("{&quot;epochs&quot;:0}</textarea>"));
        Forms.post(train, train, Map.of("stage", "magic"))
                .then()
                .statusCode(400)
                .body(containsString("Choose SFT, KTO, DPO, reward model, PPO or GRPO."));
        assertThat(runs()).isZero();
    }

    /** Frozen and published, so that no request meets a publication that goes on. */
    private UUID frozen() {
        UUID dataset = QuarkusTransaction.requiringNew()
                .call(() -> freezer.freeze(project, Optional.empty(), Instant.now()).id);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> publisher.publish(dataset).isPresent());
        return dataset;
    }

    private ModelVersion trained(String name, String kind, ModelVersion from) {
        return trained(name, kind, from, null);
    }

    /** A model with the run that made it. */
    private ModelVersion trained(String name, String kind, ModelVersion from, @Nullable UUID dataset) {
        ModelVersion model = rows.trained(project, project.slug + "-" + name, from);
        UUID run = UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> {
            sql.run(
                    """
                    insert into run (id, project_id, number, kind, recipe, dataset_id, policy_id, seed, requested_at)
                    values (?, ?, ?, ?, cast(? as jsonb), ?, ?, 1, now())""",
                    run,
                    project.id,
                    (int) runs() + 1,
                    kind,
                    Wire.write(StageSettings.small(Stage.of(kind))),
                    dataset,
                    from.id);
            sql.run(
                    "update model_version set run_id = ?, kind = ? where id = ?",
                    run,
                    kind.equals("reward") ? "reward" : "policy",
                    model.id);
        });
        model.kind = kind.equals("reward") ? "reward" : "policy";
        model.runId = run;
        return model;
    }

    private long runs() {
        return sql.number("select count(*) from run where project_id = ?", project.id);
    }

    @SafeVarargs
    private void page(String query, Matcher<String>... contains) {
        given().accept("text/html").get(train + query).then().statusCode(200).body(allOf(contains));
    }
}
