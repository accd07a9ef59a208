package hone.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.Recipe;
import hone.contract.RunCommand.RunRequested;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.run.TrainerDouble;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
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

    @Test
    void recipesAreTakenAsTheyWereTypedAndRefusedInPlaceWithEverythingKept() {
        Project project = rows.project();
        String address = "/p/" + project.slug + "/rounds/stages";

        Map<String, String> refused = new HashMap<>(Map.of(
                "{\"epoch\":3,\"epochs\":0,\"batchRows\":\"many\",\"lora\":{\"rank\":0,\"alpha\":8}}",
                "There is no setting “epoch” in this recipe. The value of “batchRows” is of the wrong kind. lora.rank is 0, but must be at least 1; epochs is 0, but must be at least 1.",
                "{\"lora\":{\"rank\":\"many\",\"alpha\":8}}",
                "The value of “lora.rank” is of the wrong kind.",
                "{\"learnedAnswers\":\"some\"}",
                "learnedAnswers is some, but must be last or all."));
        refused.putAll(Map.of(
                "{\"epochs\":0}",
                "epochs is 0, but must be at least 1.",
                "{\"epochs\":0,\"lora\":{\"rank\":0,\"alpha\":8}}",
                "epochs is 0, but must be at least 1",
                "{\"epochs\":\"many\"}",
                "The value of “epochs” is of the wrong kind.",
                "{\"lora\":{\"rank\":0,\"alpha\":-8}}",
                "lora.rank is 0, but must be at least 1; lora.alpha is -8.0, but must be a number above 0.",
                "{\"epochs\":null}",
                "The value of “epochs” is of the wrong kind.",
                "{\"epoch\":3}",
                "There is no setting “epoch” in this recipe.",
                "{\"kind\":\"ppo\"}",
                "This is a recipe of another kind: “ppo”.",
                "[]",
                "A recipe is one JSON object",
                "three",
                "This is no JSON from line 1 on",
                "x".repeat(4001),
                "At most 4000 characters; these are 4001."));
        refused.forEach((typed, sentence) -> Forms.post(address, address, Map.of("reward", "on", "sftRecipe", typed))
                .then()
                .statusCode(400)
                .body(
                        containsString("Nothing was saved yet"),
                        containsString(sentence),
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
                            Recipe.Sft.class, sft -> assertThat(sft.epochs()).isEqualTo(9))
                    .usingRecursiveComparison()
                    .ignoringFields("epochs")
                    .isEqualTo(Recipe.Sft.small());
        }
    }
}
