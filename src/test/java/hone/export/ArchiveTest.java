package hone.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import hone.CircleRows;
import hone.Servers;
import hone.TablesOwned;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.judgment.Degree;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** A project leaves whole and arrives whole, once. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "service-account-hone-cli", roles = "program")
class ArchiveTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    ArchiveTables tables;

    @Inject
    Sql sql;

    @Test
    void everyTableIsArchivedOrNamedAsStaying() {
        Set<String> named = new TreeSet<>(tables.staying().keySet());
        tables.inOrder()
                .forEach(table ->
                        assertThat(named.add(table.name())).as(table.name()).isTrue());

        assertThat(named).containsExactlyInAnyOrderElementsOf(TablesOwned.all());
        tables.staying().forEach((table, why) -> assertThat(why).as(table).endsWith("."));
    }

    @Test
    void whatArrivesIsWhatLeftToTheByteAndTheSameArchiveAgainAddsNothing() throws IOException {
        Project project = circle();
        byte[] archive = archive(project, "&names=on");
        Map<String, Long> before = counts(project.id);
        forget(project);

        taken(archive).statusCode(200).body("slug", equalTo(project.slug), "judgments", equalTo(4));

        assertThat(counts(project.id)).isEqualTo(before);
        Map<String, byte[]> left = entries(archive);
        Map<String, byte[]> arrived = entries(archive(project, "&names=on"));
        assertThat(arrived.keySet()).isEqualTo(left.keySet());
        left.forEach((name, bytes) -> {
            // People who are somebody else's here have longer names, and models are ordered anew.
            if (!Set.of("tables/labeler.tsv", "contents.json").contains(name)) {
                assertThat(new String(arrived.get(name), StandardCharsets.UTF_8))
                        .as(name)
                        .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
            }
        });
        taken(archive).statusCode(200).body("rows", equalTo(0), "slug", equalTo(project.slug));
        assertThat(counts(project.id)).isEqualTo(before);
        assertThat(sql.number(
                        "select count(*) from audit_entry where project_id = ? and action = 'project.taken-in'",
                        project.id))
                .isEqualTo(1);
    }

    @Test
    void aFrozenDatasetKeepsItsBytesAndItsHash() throws IOException {
        Project project = circle();
        String sha256 = sql.first("select sha256 from dataset where project_id = ?", c -> c.text("sha256"), project.id)
                .orElseThrow();
        byte[] archive = archive(project, "");
        forget(project);

        taken(archive).statusCode(200);

        String rowsOfIt = String.join("", sql.list("""
                        select m.row || chr(10) as row from dataset_member m join dataset d on d.id = m.dataset_id
                        where d.project_id = ? order by m.position""", c -> c.text("row"), project.id));
        assertThat(hone.contract.Wire.sha256(rowsOfIt.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(sha256);
    }

    @Test
    void nobodyGetsTheWorkOfSomebodyElseByTheirUserNameUnlessAnAdminSaysThatNamesMeanTheSamePeople()
            throws IOException {
        Project project = circle("mira-alone");
        byte[] archive = archive(project, "&names=on");
        forget(project);
        forgetPerson("mira-alone");

        taken(archive).statusCode(200);
        assertThat(username(project)).startsWith("mira-alone-elsewhere-");

        String longer = username(project);
        forget(project);
        forgetPerson(longer);
        given().body(archive).post("/api/archives?people=here").then().statusCode(200);
        assertThat(username(project)).isEqualTo("mira-alone");
    }

    @Test
    void underPseudonymsNoNameLeaves() throws IOException {
        Project project = circle();

        byte[] people = entries(archive(project, "")).get("tables/labeler.tsv");

        assertThat(new String(people, StandardCharsets.UTF_8))
                .contains("labeler-")
                .doesNotContain("mira-of-the-circle");
    }

    @Test
    void aBrokenArchiveLeavesNothingBehind() throws IOException {
        Project project = circle();
        byte[] archive = archive(project, "");
        forget(project);

        taken(Arrays.copyOf(archive, archive.length / 2)).statusCode(400);
        taken("PK no zip".getBytes(StandardCharsets.UTF_8))
                .statusCode(400)
                .body("detail", containsString("This is no archive of a project"));
        taken(changed(archive, "contents.json", old -> new byte[0])).statusCode(400);
        taken(changed(archive, "tables/prompt.tsv", old -> Arrays.copyOf(old, 0)))
                .statusCode(400)
                .body("detail", containsString("damaged or was changed"));
        taken(without(archive, "contents.json"))
                .statusCode(400)
                .body("detail", containsString("breaks off before its end"));
        String other = rows.project().id.toString();
        taken(changed(
                        archive,
                        "tables/task.tsv",
                        old -> new String(old, StandardCharsets.UTF_8)
                                .replace(project.id.toString(), other)
                                .getBytes(StandardCharsets.UTF_8)))
                .statusCode(400);

        assertThat(sql.number("select count(*) from project where id = ?", project.id))
                .isZero();
        assertThat(sql.number("select count(*) from task where project_id = cast(? as uuid)", other))
                .isZero();
    }

    @Test
    void anArchiveOfANewerHoneIsRefusedInASentence() throws IOException {
        byte[] archive = archive(circle(), "");

        taken(changed(
                        archive,
                        "hone-project.json",
                        old -> new String(old, StandardCharsets.UTF_8)
                                .replaceAll("\"schema\":[0-9]+", "\"schema\":9999")
                                .getBytes(StandardCharsets.UTF_8)))
                .statusCode(400)
                .body("detail", containsString("Bring this Hone up to date"));
    }

    @Test
    void aTakenSlugGivesTheProjectAnother() throws IOException {
        Project project = circle();
        byte[] archive = archive(project, "");
        forget(project);
        sql.run(
                "insert into project (id, slug, name, created_at) values (gen_random_uuid(), ?, 'Another', now())",
                project.slug);

        taken(archive)
                .statusCode(200)
                .body("slug", equalTo(project.slug + "-2"), "remarks[0]", containsString("this one is called"));
    }

    private interface Change {
        byte[] of(byte[] old);
    }

    private static byte[] changed(byte[] archive, String entry, Change change) throws IOException {
        Map<String, byte[]> entries = entries(archive);
        entries.computeIfPresent(entry, (name, old) -> change.of(old));
        return zipped(entries);
    }

    private static byte[] without(byte[] archive, String entry) throws IOException {
        Map<String, byte[]> entries = entries(archive);
        entries.remove(entry);
        return zipped(entries);
    }

    private static byte[] zipped(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> entries(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] archive(Project project, String query) {
        return given().get("/api/projects/" + project.slug + "/export?all=on" + query)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    private static ValidatableResponse taken(byte[] archive) {
        return given().contentType("application/zip")
                .body(archive)
                .post("/api/archives")
                .then();
    }

    private String username(Project project) {
        return sql.first("""
                        select l.username from labeler l join judgment j on j.labeler_id = l.id
                        where j.project_id = ? limit 1""", c -> c.text("username"), project.id).orElseThrow();
    }

    /** Something in most tables. */
    private Project circle() {
        return circle("mira-of-the-circle");
    }

    private Project circle(String person) {
        Project project = rows.project();
        UUID mira = rows.labeler(person, project);
        UUID prompt = rows.prompt(project, "Which is kinder?\n\tA tab, a \\ and \"quotes\".");
        rows.preferred(project, mira, prompt, "This.", "That.", Degree.BETTER);
        rows.demonstrated(project, mira, rows.prompt(project, "Tell of a kite."), "It came home.");
        rows.tied(project, mira, rows.prompt(project, "Which is shorter?"));
        Dataset dataset =
                QuarkusTransaction.requiringNew().call(() -> freezer.freeze(project, Optional.empty(), Instant.now()));
        rows.published(dataset.id);
        ModelVersion model = rows.trainedOn(project, "sft-1", rows.base(project), dataset.id);
        rows.compared(project, mira, prompt, model, 1);
        rows.current(project, model);
        UUID run = sql.first("select id from run where project_id = ?", c -> c.id("id"), project.id)
                .orElseThrow();
        sql.run(
                "insert into measurement (run_id, split, step, name, value, n, sequence) values (?, 'train', 1, 'loss', 0.1, 3, 1)",
                run);
        sql.run(
                "update answer set run_id = ?, k = 0, seed = 7, temperature = 1, top_p = 1 where model_version_id = ? and text like '%kindly.'",
                run, model.id);
        return project;
    }

    private Map<String, Long> counts(UUID project) {
        Map<String, Long> counts = new LinkedHashMap<>();
        tables.inOrder().stream()
                .filter(table -> !table.table().rows().contains("{referenced}"))
                .forEach(table -> counts.put(
                        table.name(),
                        sql.number("select count(*) from %s x where %s"
                                .formatted(
                                        table.name(),
                                        table.table().rows().replace("{project}", "'" + project + "'")))));
        return counts;
    }

    /** As on a Hone where it never was, but for its people and base model. */
    private void forget(Project project) {
        QuarkusTransaction.requiringNew().run(() -> {
            sql.run("set constraints all deferred");
            stays("disable");
            sql.run("delete from export where project_id = ?", project.id);
            sql.run(
                    "delete from dataset_publication where dataset_id in (select id from dataset where project_id = ?)",
                    project.id);
            tables.inOrder().reversed().stream()
                    .filter(table -> !table.name().equals("labeler"))
                    .forEach(table -> sql.run("delete from %s x where %s"
                            .formatted(
                                    table.name(),
                                    table.table().arriving().replace("{project}", "'" + project.id + "'"))));
            stays("enable");
        });
    }

    /** Nothing in the app deletes such rows, and the database refuses it. */
    private void stays(String what) {
        for (String table : List.of("prompt", "answer", "task")) {
            sql.run("alter table %s %s trigger %s_stays".formatted(table, what, table));
        }
    }

    private void forgetPerson(String username) {
        QuarkusTransaction.requiringNew().run(() -> sql.run("delete from labeler where username = ?", username));
    }
}
