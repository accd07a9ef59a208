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
import hone.judgment.Verdict;
import hone.project.Project;
import hone.web.Sql;
import hone.web.Uuid7;
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
import java.util.function.Function;
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

    @Inject
    Sql sql;

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
                .contains("1 labeler gave the 13 judgments")
                .contains("- 1 judgment was a tie and gave no row.")
                .contains("| preferences | ")
                .contains("| written in Hone | 14 |")
                .contains("The license of the prompts is not known.")
                .doesNotContain("greement");
        assertThat(header(card)).containsEntry("license", "other").containsEntry("size_categories", List.of("n<1K"));
    }

    @Test
    void theCardTellsHowOftenPeopleAgreedWhereSeveralJudgedTheSame() throws IOException {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        UUID omar = rows.labeler("omar", project);
        UUID kim = rows.labeler("kim", project);
        UUID kinder =
                rows.preferred(project, lena, rows.prompt(project, "Which is kinder?"), "This.", "That.", Degree.MUCH);
        again(kinder, omar, first -> new Verdict.Preferred(first.chosen(), first.rejected(), Degree.SLIGHTLY));
        UUID shorter =
                rows.preferred(project, lena, rows.prompt(project, "Which is shorter?"), "So.", "Thus.", Degree.MUCH);
        again(shorter, omar, first -> new Verdict.Tied(first.chosen(), first.rejected()));
        again(shorter, kim, first -> new Verdict.BothBad(first.chosen(), first.rejected()));
        Dataset dataset =
                QuarkusTransaction.requiringNew().call(() -> freezer.freeze(project, Optional.empty(), Instant.now()));

        String card = text(directory(new Frozen(project, dataset), ""), "README.md");

        // One pair of judgments of the first comparison, which agrees; three of the second, none of which does.
        assertThat(card)
                .contains(
                        "Agreement: 2 comparisons were judged more than once; of the 4 pairs of judgments of the same "
                                + "comparison, 25 % say the same")
                .doesNotContain("Agreement of scripts");
    }

    /** The same task judged by another person. */
    private void again(UUID judgment, UUID labeler, Function<Verdict.Preferred, Verdict> verdict) {
        UUID assignment = Uuid7.next();
        QuarkusTransaction.requiringNew().run(() -> {
            String first = sql.first("select verdict from judgment where id = ?", c -> c.text("verdict"), judgment)
                    .orElseThrow();
            sql.run("""
                    insert into slot (task_id, number, project_id, kind, priority, state)
                    select s.task_id, max(s.number) + 1, s.project_id, s.kind, 0, 'judged'
                    from slot s join judgment j on j.task_id = s.task_id where j.id = ? group by s.task_id, s.project_id, s.kind""", judgment);
            sql.run("""
                    insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
                    select ?, a.task_id, (select max(s.number) from slot s where s.task_id = a.task_id), ?, a.guideline_version_id, 1,
                      now(), 'judged', now()
                    from assignment a join judgment j on j.assignment_id = a.id where j.id = ?""", assignment, labeler, judgment);
            sql.run(
                    """
                    insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict,
                      verdict_version, seconds, simulated, judged_at, accepted_at)
                    select ?, ?, project_id, task_id, prompt_id, ?, kind, cast(? as jsonb), 1, 10, false,
                      now(), now()
                    from judgment where id = ?""",
                    Uuid7.next(),
                    assignment,
                    labeler,
                    Wire.write(verdict.apply((Verdict.Preferred) Wire.read(first, Verdict.class))),
                    judgment);
        });
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
