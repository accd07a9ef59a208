package hone.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import hone.CircleRows;
import hone.Servers;
import hone.contract.Wire;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.judgment.Degree;
import hone.project.Project;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** A frozen dataset as a directory that Hugging Face's {@code datasets} loads: by what that library reads, its card's header. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "service-account-hone-cli", roles = "program")
class DatasetExportTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    private record Frozen(Project project, Dataset dataset) {}

    @Test
    void theFilesThatTheCardNamesAreThereAndTheirRowsHaveTheFrozenHash() throws IOException {
        Frozen frozen = frozen();

        Map<String, byte[]> directory = directory(frozen, "");

        List<String> files = new ArrayList<>();
        for (Map<String, Object> config : configs(directory)) {
            assertThat(List.of("demonstrations", "preferences", "prompts"))
                    .contains((String) config.get("config_name"));
            List<Map<String, String>> some = list(config.getOrDefault("data_files", List.of()));
            for (Map<String, String> file : some) {
                assertThat(file.get("split")).isIn("train", "held_out");
                files.add(file.get("path"));
            }
        }
        assertThat(directory.keySet().stream().filter(name -> name.startsWith("data/")))
                .containsExactlyInAnyOrderElementsOf(files);
        String inOrder = files.stream()
                .flatMap(file -> text(directory, file).lines())
                .sorted(Comparator.comparingLong(DatasetExportTest::position))
                .map(row -> row + "\n")
                .collect(Collectors.joining());
        assertThat(Wire.sha256(inOrder.getBytes(StandardCharsets.UTF_8))).isEqualTo(frozen.dataset().sha256);
        assertThat(inOrder.lines()).hasSize((int) frozen.dataset().rows);
        assertThat(text(directory, "manifest.json"))
                .contains(frozen.dataset().sha256)
                .doesNotContain(rows.labeler("lena").toString());
        assertThat(directory(frozen, "")).hasSameSizeAs(directory);
    }

    @Test
    void theCardSaysWhatIsKnownAndNothingElse() throws IOException {
        Frozen frozen = frozen();

        String card = text(directory(frozen, ""), "README.md");

        assertThat(card)
                .contains("1 labelers gave the 13 judgments")
                .contains("1 judgments were ties and gave no row.")
                .contains("| preferences | ")
                .contains("| written in Hone | 14 |")
                .contains("The license of the prompts is not known.")
                .doesNotContain("greement");
        assertThat(header(card)).containsEntry("license", "other").containsEntry("size_categories", List.of("n<1K"));
    }

    @Test
    void asParquetEachKindIsATableOfItsOwn() throws IOException {
        Map<String, byte[]> directory = directory(frozen(), "&container=parquet");

        assertThat(directory.keySet())
                .contains("data/demonstrations/train-00000-of-00001.parquet", "manifest.json", "README.md")
                .anyMatch(name -> name.matches("data/preferences/(train|held_out)-00000-of-00001.parquet"));
        directory.forEach((name, bytes) -> {
            if (name.endsWith(".parquet")) {
                assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .startsWith("PAR1")
                        .endsWith("PAR1");
            }
        });
    }

    @Test
    void aDatasetThatIsNotThereOrInAnUnknownContainerIsRefused() {
        Frozen frozen = frozen();
        String address = "/api/projects/" + frozen.project().slug + "/export?dataset=";

        given().get(address + "2").then().statusCode(404);
        given().get(address + "x").then().statusCode(404);
        given().get(address + "1&container=csv")
                .then()
                .statusCode(400)
                .body("detail", containsString("jsonl, parquet"));
        given().get(address + "1&container=jsonl.gz").then().statusCode(400).body("detail", containsString("zip"));
    }

    private static long position(String row) {
        return Long.parseLong(row.replaceFirst(".*\"position\":([0-9]+),.*", "$1"));
    }

    private static Map<String, Object> header(String card) {
        return new Yaml().load(card.split("---\n")[1]);
    }

    private static List<Map<String, Object>> configs(Map<String, byte[]> directory) {
        return list(header(text(directory, "README.md")).getOrDefault("configs", List.of()));
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> list(Object value) {
        return (List<T>) value;
    }

    private static String text(Map<String, byte[]> directory, String name) {
        return new String(directory.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> directory(Frozen frozen, String query) throws IOException {
        byte[] zip = given().get("/api/projects/" + frozen.project().slug + "/export?dataset=1" + query)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private Frozen frozen() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        for (int i = 0; i < 12; i++) {
            rows.demonstrated(
                    project, lena, rows.prompt(project, "Tell of kite " + i + "."), "It came home, " + i + ".");
        }
        rows.preferred(project, lena, rows.prompt(project, "Which is kinder?"), "This.", "That.", Degree.BETTER);
        rows.tied(project, lena, rows.prompt(project, "Which is shorter?"));
        return new Frozen(
                project,
                QuarkusTransaction.requiringNew().call(() -> freezer.freeze(project, Optional.empty(), Instant.now())));
    }
}
