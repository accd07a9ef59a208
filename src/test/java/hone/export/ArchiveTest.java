package hone.export;

import static hone.export.ArchiveBytes.entries;
import static hone.export.ArchiveCalls.archive;
import static hone.export.ArchiveCalls.taken;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import hone.Servers;
import hone.TablesOwned;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A project leaves whole and arrives whole, once. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "service-account-hone-cli", roles = "program")
class ArchiveTest {
    @Inject
    ArchivedRows archived;

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
        Project project = archived.something();
        byte[] archive = archive(project, "&names=on");
        Map<String, Long> before = archived.counts(project.id);
        archived.forget(project);

        taken(archive).statusCode(200).body("slug", equalTo(project.slug), "judgments", equalTo(4));

        assertThat(archived.counts(project.id)).isEqualTo(before);
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
        assertThat(archived.counts(project.id)).isEqualTo(before);
        assertThat(sql.number(
                        "select count(*) from audit_entry where project_id = ? and action = 'project.taken-in'",
                        project.id))
                .isEqualTo(1);
    }

    @Test
    void aFrozenDatasetKeepsItsBytesAndItsHash() throws IOException {
        Project project = archived.something();
        String sha256 = sql.first("select sha256 from dataset where project_id = ?", c -> c.text("sha256"), project.id)
                .orElseThrow();
        byte[] archive = archive(project, "");
        archived.forget(project);

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
        Project project = archived.something("mira-alone");
        byte[] archive = archive(project, "&names=on");
        archived.forget(project);
        forgetPerson("mira-alone");

        taken(archive).statusCode(200);
        assertThat(username(project)).startsWith("mira-alone-elsewhere-");

        String longer = username(project);
        archived.forget(project);
        forgetPerson(longer);
        given().body(archive).post("/api/archives?people=here").then().statusCode(200);
        assertThat(username(project)).isEqualTo("mira-alone");
    }

    @Test
    void underPseudonymsNoNameLeaves() throws IOException {
        Project project = archived.something();

        byte[] people = entries(archive(project, "")).get("tables/labeler.tsv");

        assertThat(new String(people, StandardCharsets.UTF_8))
                .contains("labeler-")
                .doesNotContain("mira-of-the-circle");
    }

    @Test
    void aTakenSlugGivesTheProjectAnother() throws IOException {
        Project project = archived.something();
        byte[] archive = archive(project, "");
        archived.forget(project);
        sql.run(
                "insert into project (id, slug, name, created_at) values (gen_random_uuid(), ?, 'Another', now())",
                project.slug);

        taken(archive)
                .statusCode(200)
                .body("slug", equalTo(project.slug + "-2"), "remarks[0]", containsString("this one is called"));
    }

    private String username(Project project) {
        return sql.first("""
                        select l.username from labeler l join judgment j on j.labeler_id = l.id
                        where j.project_id = ? limit 1""", c -> c.text("username"), project.id).orElseThrow();
    }

    private void forgetPerson(String username) {
        QuarkusTransaction.requiringNew().run(() -> sql.run("delete from labeler where username = ?", username));
    }
}
