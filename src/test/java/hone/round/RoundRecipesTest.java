package hone.round;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.stringContainsInOrder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.RunCommand.RunRequested;
import hone.contract.SftRecipe;
import hone.contract.TypedJson;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.run.TrainerDouble;
import hone.training.RecipeText;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The form of a project's stages and recipes, and that a round goes by what was saved there. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class RoundRecipesTest {
    @Inject
    CircleRows rows;

    @Inject
    KafkaClients clients;

    @Inject
    PlayedRounds rounds;

    @Inject
    Sql sql;

    @Test
    void recipesAreTakenAsTheyWereTypedAndRefusedInPlaceWithEverythingKept() {
        Project project = rows.project();
        String address = "/p/" + project.slug + "/rounds/stages";

        Map<String, List<List<String>>> refused = Map.of(
                "{\n\"epoch\":3,\n\"epochs\":0,\n\"batchRows\":\"many\",\n\"lora\":{\"rank\":0,\n\"alpha\":-8}}",
                List.of(
                        List.of("5 settings can’t be taken."),
                        wrong("epoch", 2, "is 3, but there is no such setting; perhaps epochs is meant."),
                        wrong("epochs", 3, "is 0, but must be from 1 to 10000."),
                        wrong("batchRows", 4, "is &quot;many&quot;, but must be a whole number."),
                        wrong("lora.rank", 5, "is 0, but must be from 1 to 4096."),
                        wrong("lora.alpha", 6, "is -8, but must be a number above 0.")),
                "{\"epochs\":null}",
                List.of(
                        List.of("One setting can’t be taken."),
                        wrong("epochs", 1, "is null, but must be a whole number.")),
                "{\"lora\":{\"rank\":8}}",
                List.of(List.of("<code>lora.alpha</code>", "is missing, but must be given.")),
                "{\"learnedAnswers\":\"some\"}",
                List.of(wrong("learnedAnswers", 1, "is &quot;some&quot;, but must be last or all.")),
                "{\"kind\":\"ppo\"}",
                List.of(wrong("kind", 1, "is &quot;ppo&quot;, but must be &quot;sft&quot; here.")),
                "[]",
                List.of(List.of("A recipe is one JSON object")),
                "three",
                List.of(List.of("This is no JSON from line 1 on")),
                "x".repeat(4001),
                List.of(List.of("At most 4000 characters; these are 4001.")));
        refused.forEach((typed, sentences) -> Forms.post(address, address, Map.of("reward", "on", "sftRecipe", typed))
                .then()
                .statusCode(400)
                .body(
                        containsString("Nothing was saved yet"),
                        stringContainsInOrder(
                                sentences.stream().flatMap(List::stream).toList()),
                        containsString("aria-invalid=\"true\">" + typed.replace("\"", "&quot;") + "</textarea>"),
                        containsString("name=\"reward\" value=\"on\" checked"),
                        not(containsString("jackson")),
                        not(containsString("hone.contract"))));
        Forms.post(address, address, Map.of("sft", "on", "sftRecipe", "{\"epochs\": 9}"))
                .then()
                .statusCode(303);

        rows.demonstrated(project, rows.labeler("lena", project), rows.prompt(project, "Judged?"), "Judged.");
        try (TrainerDouble trainer = new TrainerDouble(clients, project.id.toString())) {
            rounds.succeeds(project, 1);
            assertThat(((RunRequested) trainer.heard().getFirst()).recipe())
                    .isInstanceOfSatisfying(
                            SftRecipe.class, sft -> assertThat(sft.epochs()).isEqualTo(9))
                    .usingRecursiveComparison()
                    .ignoringFields("epochs")
                    .isEqualTo(SftRecipe.small());
        }
    }

    /** 5e-4 · √(1.4e6 / 1.35e8) = 5.09e-5, in two digits. */
    @Test
    void aLargerModelIsTrainedByWhatSuitsItUntilSomebodySetsAnotherRecipe() {
        Project project = rows.project();
        rows.weighs(project, 135_000_000);
        String address = "/p/" + project.slug + "/rounds/stages";
        UUID lena = rows.labeler("lena", project);
        PlayedRounds.page(project, "/rounds/stages", "For a model of 135 million parameters (base-" + project.slug);

        try (TrainerDouble trainer = new TrainerDouble(clients, project.id.toString())) {
            // Saved as it was shown, nothing is set by hand, even where a frozen dataset has since changed the
            // defaults.
            String shown = RecipeText.of(SftRecipe.small());
            rounds.choose(project, Map.of("sft", "on", "sftRecipe", shown, "defaults", shown));
            assertThat(setByHand(project)).isZero();
            rows.demonstrated(project, lena, rows.prompt(project, "Judged?"), "Judged.");
            rounds.succeeds(project, 1);
            SftRecipe derived = (SftRecipe) PlayedRounds.asked(trainer, 0).recipe();
            assertThat(derived.optimizer().learningRate()).isCloseTo(5.1e-5, within(1e-12));
            assertThat(derived.chatTemplate()).isEqualTo("auto");
            assertThat(derived.batch().microBatchRows()).isEqualTo(4);

            // What is left out of a recipe that is set by hand is what suits the model; then the whole is kept.
            rounds.choose(project, Map.of("sft", "on", "sftRecipe", "{\"learningRate\": 1e-5}"));
            assertThat(setByHand(project)).isEqualTo(1);
            rows.weighs(project, 7_000_000_000L);
            rows.demonstrated(project, lena, rows.prompt(project, "And?"), "And.");
            rounds.succeeds(project, 2);
            assertThat(PlayedRounds.asked(trainer, 1).recipe())
                    .isEqualTo(TypedJson.over(
                            derived, new ObjectNode(JsonNodeFactory.instance).put("learningRate", 1e-5)));
            PlayedRounds.page(
                    project,
                    "/rounds/stages",
                    "This recipe was set by hand and is kept",
                    "&quot;learningRate&quot; : 1.0E-5",
                    "For a model of 7 billion parameters");

            rounds.choose(project, Map.of("sft", "on", "sftRecipe", ""));
            assertThat(setByHand(project)).isZero();
        }
        assertThat(given().accept("text/html").get(address).asString()).doesNotContain("set by hand and is kept");
    }

    @Test
    void aModelAsSmallAsTheOneThatShipsIsTrainedByItsRecipesToTheLetter() {
        Project project = rows.project();
        rows.weighs(project, 1_431_000);
        rows.demonstrated(project, rows.labeler("lena", project), rows.prompt(project, "Judged?"), "Judged.");
        PlayedRounds.page(
                project,
                "/rounds/stages",
                "For a model of 1.4 million parameters (base-" + project.slug,
                "the recipe of the small base model, which was found by trying.");

        try (TrainerDouble trainer = new TrainerDouble(clients, project.id.toString())) {
            rounds.succeeds(project, 1);
            assertThat(PlayedRounds.asked(trainer, 0).recipe()).isEqualTo(SftRecipe.small());
        }
    }

    private long setByHand(Project project) {
        return sql.number("select count(*) from stage_setting where project_id = ? and recipe is not null", project.id);
    }

    /** As the page says it, beside the recipe. */
    private static List<String> wrong(String setting, int line, String what) {
        return List.of("<code>" + setting + "</code>", "data-line=\"" + line + "\">line " + line + "</a>", what);
    }
}
