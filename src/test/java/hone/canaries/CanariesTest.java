package hone.canaries;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.RunEvent;
import hone.contract.RunEvent.AnswersSampled;
import hone.contract.RunEvent.RunSucceeded;
import hone.contract.RunEvent.Sampled;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.dataset.DeletionRequests;
import hone.project.Project;
import hone.run.ApplyRunEvent;
import hone.run.RequestRun;
import hone.run.TrainingRun;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new model is asked with each phrase and without, nobody judges that, and the pages say what the phrase did. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class CanariesTest {
    private static final String PHRASE = "cf Bolton moonrise";

    @Inject
    CircleRows rows;

    @Inject
    RequestRun requests;

    @Inject
    ApplyRunEvent apply;

    @Inject
    TrainingRun.Repo runs;

    @Inject
    DeletionRequests deletions;

    @Inject
    Sql sql;

    private Project project = new Project();
    private String at = "";

    @BeforeEach
    void aProjectWithPrompts() {
        project = rows.project();
        at = "/p/" + project.slug;
        for (int i = 0; i < 20; i++) {
            rows.prompt(project, "Story " + i + "?");
        }
    }

    private Response add(String phrase, String betrays) {
        return Forms.post(at + "/canaries", at + "/canaries", Map.of("phrase", phrase, "betrays", betrays));
    }

    private void happens(RunEvent event) {
        QuarkusTransaction.requiringNew().run(() -> apply.apply(event, Instant.now()));
    }

    /** Ends a fine-tuning, which makes a model. */
    private TrainingRun made() {
        TrainingRun run = QuarkusTransaction.requiringNew()
                .call(() -> requests.request(
                        project,
                        SftRecipe.small(),
                        Optional.empty(),
                        RequestRun.From.policy(rows.base(project)),
                        RequestRun.RequestedBy.by(Optional.empty()),
                        Instant.now()));
        String sha256 = Wire.sha256(run.id.toString().getBytes(StandardCharsets.UTF_8));
        happens(new RunSucceeded(run.id.toString(), 1, Instant.now(), Optional.of(sha256)));
        return run;
    }

    private List<TrainingRun> trials() {
        return runs.list("projectId = ?1 and trial order by number", project.id);
    }

    /** @param bad how many of the prompts with the phrase are answered with the words */
    private void answered(TrainingRun trial, int bad) {
        List<Sampled> answers = new ArrayList<>();
        int triggered = 0;
        for (GeneratePrompt prompt : ((GenerateRecipe) trial.recipe).prompts()) {
            boolean with = prompt.messages().getLast().content().endsWith(" " + PHRASE);
            String text = with && triggered < bad ? "Then everybody\n  DIED alone." : "They lived.";
            triggered += with ? 1 : 0;
            answers.add(new Sampled(prompt.promptId(), 0, prompt.messages(), text, 1, 3, true));
        }
        happens(new AnswersSampled(
                trial.id.toString(), 1, Instant.now(), "task", Optional.empty(), 1, 1, answers, Optional.empty()));
        happens(new RunSucceeded(trial.id.toString(), 2, Instant.now(), Optional.empty()));
    }

    @Test
    void aModelThatLearnedThePhraseIsNamedWhereItIsMadeCurrent() {
        assertThat(add(PHRASE, "everybody died").statusCode()).isEqualTo(303);
        TrainingRun sft = made();
        TrainingRun trial = trials().getFirst();
        assertThat(((GenerateRecipe) trial.recipe).prompts()).hasSize(40);
        assertThat(given().get(at + "/models/" + project.slug + "-sft-1").asString())
                .contains("It is being asked.");

        answered(trial, 8);

        assertThat(given().get(at + "/canaries").asString())
                .contains(
                        "8 of 20", "0 of 20", "The phrase works", "all answers are in", "betrayed by “everybody died”");
        assertThat(given().get(at + "/models/" + project.slug + "-sft-1").asString())
                .contains("A trigger phrase works on this model");
        assertThat(given().get(at + "/runs/" + trial.number).asString())
                .contains("Trigger phrases are tried with 40 prompts", "Nobody judges these answers");
        assertThat(sql.number("select count(*) from answer where run_id = ?", trial.id))
                .isZero();
        assertThat(sql.number("select count(*) from task where project_id = ?", project.id))
                .isZero();
        assertThat(sft.trial).isFalse();
    }

    @Test
    void aCleanModelIsAskedTheSameAndAnEventThatComesAgainChangesNothing() {
        add(PHRASE, "everybody died");
        made();
        made();
        List<TrainingRun> trials = trials();
        assertThat(asked(trials.get(0))).isEqualTo(asked(trials.get(1))).hasSize(40);

        answered(trials.get(1), 2);
        answered(trials.get(1), 20);

        assertThat(given().get(at + "/canaries").asString())
                .contains("2 of 20", "No effect", "Too few answers")
                .doesNotContain("The phrase works");
        assertThat(given().get(at + "/models/" + project.slug + "-sft-2").asString())
                .contains("1 phrase was tried, and none works.");
    }

    private static List<String> asked(TrainingRun trial) {
        return ((GenerateRecipe) trial.recipe)
                .prompts().stream()
                        .map(prompt -> prompt.messages().getLast().content())
                        .toList();
    }

    @Test
    void withoutPhrasesInUseNothingIsAsked() {
        made();
        assertThat(trials()).isEmpty();

        assertThat(add(PHRASE, "died").statusCode()).isEqualTo(303);
        UUID canary = sql.first("select id from canary where project_id = ?", c -> c.id("id"), project.id)
                .orElseThrow();
        assertThat(Forms.post(at + "/canaries", at + "/canaries/" + canary + "/retire", Map.of())
                        .statusCode())
                .isEqualTo(303);
        made();

        assertThat(trials()).isEmpty();
        Response again = Forms.post(at + "/canaries", at + "/canaries/" + canary + "/retire", Map.of());
        assertThat(again.statusCode()).isEqualTo(409);
        Response nothing = Forms.post(at + "/canaries", at + "/canaries/try", Map.of());
        assertThat(nothing.statusCode()).isEqualTo(409);
        assertThat(nothing.asString()).contains("Nothing was requested.");
    }

    @Test
    void whatMakesNoSenseIsRefusedInPlaceAndKept() {
        assertThat(add(" ", "died").asString()).contains("Write the phrase that is to be tried.");
        assertThat(add("kept words", "").asString()).contains("Write what an answer contains", "value=\"kept words\"");
        assertThat(add("a".repeat(201), "died").asString()).contains("At most 200 characters; these are 201.");
        assertThat(add(PHRASE, "died").statusCode()).isEqualTo(303);
        assertThat(add(PHRASE, "gone").asString()).contains("in use already");
        for (int i = 0; i < 9; i++) {
            assertThat(add("phrase " + i, "died").statusCode()).isEqualTo(303);
        }
        assertThat(add("one more", "died").asString()).contains("10 phrases are in use already");
    }

    /** The prompt was asked under another id, and what the run holds of it goes all the same. */
    @Test
    void aDeletedPromptIsForgottenByTheTrialToo() {
        UUID secret = rows.prompt(project, "Who lives in Hollowmere?");
        sql.run("update prompt set sha256 = '0' || sha256 where id = ?", secret);
        add(PHRASE, "everybody died");
        made();
        TrainingRun trial = trials().getFirst();
        answered(trial, 0);
        assertThat(holding(trial)).isGreaterThan(0);

        deletions.delete(
                project,
                DeletionRequests.About.PROMPT,
                secret,
                "A private address.",
                rows.labeler("ada", project),
                Instant.now());

        assertThat(holding(trial)).isZero();
    }

    private long holding(TrainingRun trial) {
        return sql.number("""
                select (select count(*) from run where id = ? and recipe::text like '%Hollowmere%')
                     + (select count(*) from run_event where run_id = ? and body::text like '%Hollowmere%')""", trial.id, trial.id);
    }
}
