package hone.training;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.dataset.DatasetFreezer;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Settings that follow from the size of a model and the rows of its data, offered on the pages where recipes are typed. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class SuitedSettingsTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    Sql sql;

    @Inject
    @ConfigProperty(name = "hone.models")
    String models;

    /** Headers of 135 million weights in two files; the weights themselves are not there. */
    private void hasFiles(Project project) throws IOException {
        Path folder = Files.createDirectories(Path.of(models).resolve(rows.base(project).sha256));
        Files.writeString(folder.resolve("config.json"), "{\"model_type\":\"llama\",\"max_position_embeddings\":2048}");
        Files.write(
                folder.resolve("model-00001-of-00002.safetensors"),
                header("{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"BF16\",\"shape\":[100000,1000]}}"));
        Files.write(
                folder.resolve("model-00002-of-00002.safetensors"),
                header("{\"b\":{\"dtype\":\"BF16\",\"shape\":[35000,1000]}}"));
    }

    private static byte[] header(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    /** 5e-4 · √(1.4e6 / 1.35e8) = 5.09e-5, in two digits. */
    @Test
    void aModelsSizeSaysHowFastItLearnsAndOneButtonFillsItInWithoutSaving() throws IOException {
        Project project = rows.project();
        hasFiles(project);
        String address = "/p/" + project.slug + "/rounds/stages";

        given().accept("text/html")
                .get(address)
                .then()
                .statusCode(200)
                .body(allOf(
                        containsString("For a model of 135 million parameters (base-" + project.slug),
                        containsString("2\u202f048 tokens"),
                        containsString("&quot;learningRate&quot; : 5.1E-5"),
                        containsString("and no dataset yet"),
                        containsString("<td class=\"num\" data-label=\"Value\">5.1E-5</td>"),
                        containsString("1.4 million by 135 million weights")));
        Forms.post(
                        address,
                        address,
                        Map.of(
                                "suit",
                                "sft-lora",
                                "dpo",
                                "on",
                                "sftRecipe",
                                "{\"epochs\": 0",
                                "ktoRecipe",
                                "{\"beta\":"))
                .then()
                .statusCode(200)
                .body(
                        containsString("Nothing is saved yet."),
                        containsString("data-draft-typed"),
                        containsString("&quot;learningRate&quot; : 5.0E-4"),
                        containsString("&quot;rank&quot; : 16"),
                        containsString("{&quot;beta&quot;:</textarea>"),
                        containsString("name=\"dpo\" value=\"on\" checked"),
                        not(containsString("name=\"sft\" value=\"on\" checked")));
        assertThat(sql.number("select count(*) from stage_setting where project_id = ?", project.id))
                .isZero();
    }

    @Test
    void byHandTheChosenModelAndTheDatasetCountAndNothingIsRequested() throws IOException {
        Project project = rows.project();
        hasFiles(project);
        UUID lena = rows.labeler("lena", project);
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run("update project set held_out_percent = 0 where id = ?", project.id));
        rows.demonstrated(project, lena, rows.prompt(project, "Story?"), "Story.");
        QuarkusTransaction.requiringNew().run(() -> freezer.freeze(project, Optional.empty(), Instant.now()));
        String train = "/p/" + project.slug + "/datasets/1/train";
        String base = rows.base(project).name;

        given().accept("text/html")
                .get(train)
                .then()
                .statusCode(200)
                .body(containsString("about 1 row of dataset 1"), containsString("these are 1"));
        Forms.post(train, train, Map.of("suit", "sft", "stage", "sft", "policy", base, "recipe", "{\"epochs\": 0"))
                .then()
                .statusCode(200)
                .body(
                        containsString("&quot;learningRate&quot; : 5.1E-5"),
                        containsString("&quot;sequenceTokensMax&quot; : 1024"),
                        containsString("<option value=\"" + base + "\" selected>"));
        assertThat(sql.number("select count(*) from run where project_id = ?", project.id))
                .isZero();
    }

    @Test
    void aModelWhoseSizeNobodyKnowsIsTrainedLikeTheSmallOne() {
        Project project = rows.project();
        String address = "/p/" + project.slug + "/rounds/stages";

        Forms.post(address, address, Map.of("suit", "sft", "sftRecipe", "{\"epochs\": 9}"))
                .then()
                .statusCode(200)
                .body(
                        containsString("The recipe is filled in."),
                        containsString("The size of base-" + project.slug + " can’t be told here"),
                        containsString("&quot;learningRate&quot; : 5.0E-4"));
        Forms.post(address, address, Map.of("suit", "sft-lora", "sftRecipe", "{\"epochs\": 9}"))
                .then()
                .statusCode(200)
                .body(
                        containsString("Nothing was filled in: the size of the model can’t be told here."),
                        containsString("{&quot;epochs&quot;: 9}</textarea>"));
    }
}
