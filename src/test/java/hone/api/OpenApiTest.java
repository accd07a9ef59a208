package hone.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The document of the API as a golden file, so that each change of it is seen in review. To accept a change copy
 * {@code target/openapi.json} over {@code test/resources/openapi.json}.
 */
@QuarkusTest
@WithTestResource(Servers.class)
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT);
    private static final Path GOLDEN = Path.of("test/resources/openapi.json");
    private static final Path NOW = Path.of("target/openapi.json");

    @Test
    void theDocumentIsTheOneThatWasReviewed() throws IOException {
        Files.writeString(NOW, sorted(document()));

        assertThat(NOW).hasSameTextualContentAs(GOLDEN);
    }

    @Test
    void everyOperationHasANameASentenceItsErrorsAndAnExampleOfWhatItTakes() {
        List<String> wrong = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        JsonNode document = document();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
                    if (!List.of("get", "post", "put", "patch", "delete").contains(operation.getKey())) {
                        return;
                    }
                    String name = operation.getKey() + " " + path.getKey();
                    JsonNode said = operation.getValue();
                    if (!names.add(said.path("operationId").asText())) {
                        wrong.add(name + ": its name is another’s");
                    }
                    if (said.path("summary").asText().isEmpty()
                            || said.path("description").asText().isEmpty()) {
                        wrong.add(name + ": no sentence");
                    }
                    for (String status : List.of("400", "401", "403", "404", "429")) {
                        if (!said.path("responses").path(status).path("content").has("application/problem+json")) {
                            wrong.add(name + ": no " + status);
                        }
                    }
                    said.path("parameters").forEach(parameter -> {
                        if (parameter.path("description").asText().isEmpty()
                                && !parameter.has("$ref")
                                && !parameter.path("in").asText().equals("path")) {
                            wrong.add(name + ": nothing said of "
                                    + parameter.path("name").asText());
                        }
                    });
                }));

        assertThat(document.path("openapi").asText()).startsWith("3.1");
        assertThat(names).hasSizeGreaterThan(25).doesNotContain("");
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyAddressOfTheRunningApiStandsInTheDocumentAndNoOther() {
        TreeSet<String> documented = new TreeSet<>();
        document()
                .path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (List.of("get", "post", "put", "patch", "delete").contains(method)) {
                        documented.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));

        assertThat(hone.access.RunningApi.addresses()).containsExactlyElementsOf(documented);
    }

    private static JsonNode document() {
        try {
            return JSON.readTree(given().accept("application/json")
                    .get("/api/v1/openapi.json")
                    .asString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String sorted(JsonNode document) throws IOException {
        return JSON.writeValueAsString(JSON.treeToValue(document, TreeMap.class)) + "\n";
    }
}
