package hone.demo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import hone.Servers;
import hone.contract.Wire;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.security.TestSecurity;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
@TestProfile(SeedDemoTest.WithFolder.class)
class SeedDemoTest {
    public static class WithFolder implements QuarkusTestProfile {
        static final Path FOLDER = folder();

        @Override
        public Map<String, String> getConfigOverrides() {
            // An archive that is not there keeps nobody from a demo project.
            return Map.of(
                    "hone.demo-folder",
                    FOLDER.toString(),
                    "hone.demo-archive",
                    FOLDER.resolve("no.hone.zip").toString());
        }

        private static Path folder() {
            try {
                Path folder = Files.createTempDirectory("hone-demo");
                Files.writeString(folder.resolve("manifest.json"), "{\"files\":[]}");
                Files.writeString(folder.resolve("tokenizer_config.json"), "{\"hone_chat_template\":\"document\"}");
                Files.writeString(folder.resolve("samples.jsonl"), """
                        {"prompt":"Tell a story about Mira and a lost kite.","answers":[{"text":"a","seed":1,"temperature":1.0,"top_p":1.0,"ended":true},{"text":"b","seed":2,"temperature":1.0,"top_p":1.0,"ended":false}]}
                        {"prompt":"How much is 27 + 35?","answers":[]}
                        """);
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    SampledProject sampled;

    @Inject
    Sql sql;

    @Test
    @ActivateRequestContext
    @TestSecurity(user = "lena", roles = "labeler")
    void theFirstStartMakesTheDemoProjectAndTheSecondNothing() throws IOException {
        Awaitility.await().until(() -> count("answer where source = 'model' and seed is not null") == 2);

        assertThat(sampled.make(WithFolder.FOLDER)).isFalse();

        assertThat(count("project")).isEqualTo(1);
        assertThat(count("prompt")).isEqualTo(2);
        assertThat(count("answer")).isEqualTo(2);
        assertThat(count("slot s join task t on t.id = s.task_id where t.kind = 'comparison'"))
                .as("two people compare")
                .isEqualTo(2);
        assertThat(count("slot s join task t on t.id = s.task_id where t.kind = 'demonstration'"))
                .as("one person writes")
                .isEqualTo(1);
        assertThat(count("member")).isEqualTo(8);
        assertThat(count(
                        "current_model c join model_version m on m.id = c.model_version_id where m.name = 'hone-base' and m.sha256 = '"
                                + Wire.sha256(Files.readAllBytes(WithFolder.FOLDER.resolve("manifest.json"))) + "'"))
                .isEqualTo(1);
        assertThat(sql.list(
                        "select v.markdown from guideline_version v join guideline g on g.id = v.guideline_id where g.kind = 'comparison'",
                        c -> c.text("markdown")))
                .as("the demo's own guidelines")
                .singleElement()
                .asString()
                .contains("End kindly");
        given().get("/p/kind-endings").then().statusCode(200).body(containsString("Kind endings"));
    }

    private long count(String what) {
        return sql.number("select count(*) from " + what);
    }
}
