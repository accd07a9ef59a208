package hone.demo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.Servers;
import hone.contract.CheckpointManifest;
import hone.contract.Wire;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The archive that ships is taken in by a Hone of today, and whoever signs in first finds something everywhere. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ina-the-admin",
        roles = {"labeler", "reviewer", "admin"})
class ShippedProjectTest {
    private static final Path ARCHIVE =
            Path.of(System.getProperty("hone.root", "..")).resolve("src/devstack/demo/kind-endings.hone.zip");

    @Inject
    ShippedProject shipped;

    @Inject
    Sql sql;

    @Inject
    @ConfigProperty(name = "hone.models")
    String models;

    private String slug = "";
    private UUID project = new UUID(0, 0);

    @BeforeEach
    @ActivateRequestContext
    void takeIn() throws IOException {
        slug = shipped.takeIn(ARCHIVE);
        project = sql.first("select id from project where slug = ?", c -> c.id("id"), slug)
                .orElseThrow();
    }

    /** Others test with the same people, and this project has much work to hand out. */
    @AfterEach
    void nobodyIsHandedItsWork() {
        QuarkusTransaction.requiringNew().run(() -> sql.run("delete from member where project_id = ?", project));
    }

    @Test
    void itIsSmallEnoughToShip() throws IOException {
        assertThat(Files.size(ARCHIVE)).isLessThanOrEqualTo(10_000_000);
    }

    @Test
    void itsCurrentModelWasTrainedHereAndItsFilesAreAllThere() throws IOException {
        String sha256 = sql.first("""
                        select m.sha256 from current_model c join model_version m on m.id = c.model_version_id
                        join run r on r.id = m.run_id join dataset d on d.id = r.dataset_id
                        where c.project_id = ? and r.kind = 'sft' order by c.sequence desc limit 1""", c -> c.text("sha256"), project).orElseThrow();

        Path folder = Path.of(models, sha256);
        byte[] manifest = Files.readAllBytes(folder.resolve("manifest.json"));
        assertThat(Wire.sha256(manifest)).isEqualTo(sha256);
        for (CheckpointManifest.FileHash file :
                Wire.read(manifest, CheckpointManifest.class).files()) {
            assertThat(Wire.sha256(Files.readAllBytes(folder.resolve(file.name()))))
                    .as(file.name())
                    .isEqualTo(file.sha256());
        }
    }

    @Test
    void theBaseModelBehindItIsTheOneThatShips() throws IOException {
        Path base = Path.of(System.getProperty("hone.root", "..")).resolve("trainer/base/manifest.json");

        assertThat(sql.list("""
                        select b.sha256 from model_version m join model_version b on b.id = m.parent_id
                        where m.project_id = ? and b.project_id is null""", c -> c.text("sha256"), project)).containsOnly(Wire.sha256(Files.readAllBytes(base)));
    }

    @Test
    void comparisonsOfTwoAnswersOfTheCurrentModelComeFirst() {
        long open = sql.number("""
                select count(*) from slot s join task t on t.id = s.task_id
                where s.project_id = ? and s.state = 'free' and t.kind = 'comparison' and not exists (
                  select 1 from task_answer a join answer w on w.id = a.answer_id where a.task_id = t.id
                    and w.model_version_id is distinct from (
                      select c.model_version_id from current_model c where c.project_id = s.project_id order by c.sequence desc limit 1))""", project);

        assertThat(open).isGreaterThanOrEqualTo(100);
        assertThat(sql.number(
                        "select count(*) from slot where project_id = ? and state = 'free' and kind = 'comparison'",
                        project))
                .as("no others are open")
                .isEqualTo(open);
    }

    @Test
    void everybodyWhoJudgedIsSimulatedAndCalledByTheirRole() {
        assertThat(sql.list("""
                        select distinct l.display_name from labeler l join judgment j on j.labeler_id = l.id
                        where j.project_id = ? and l.simulated order by 1""", c -> c.text("display_name"), project))
                .containsExactly(
                        "Simulated labeler 1",
                        "Simulated labeler 2",
                        "Simulated labeler 3",
                        "Simulated labeler 4",
                        "Simulated labeler 5");
        assertThat(sql.number("select count(*) from judgment where project_id = ? and not simulated", project))
                .isZero();
        assertThat(sql.list("""
                        select l.username from member m join labeler l on l.id = m.labeler_id
                        where m.project_id = ? and not l.simulated order by 1""", c -> c.text("username"), project)).contains("ada", "lena", "ravi");
    }

    @Test
    void aFrozenDatasetHasTheBytesOfItsHash() {
        List<String> hashes = sql.list(
                "select sha256 from dataset where project_id = ? order by number", c -> c.text("sha256"), project);

        assertThat(hashes).hasSizeGreaterThanOrEqualTo(2);
        for (int number = 1; number <= hashes.size(); number++) {
            String rows = String.join("", sql.list("""
                            select m.row || chr(10) as row from dataset_member m join dataset d on d.id = m.dataset_id
                            where d.project_id = ? and d.number = ? order by m.position""", c -> c.text("row"), project, number));
            assertThat(Wire.sha256(rows.getBytes(StandardCharsets.UTF_8))).isEqualTo(hashes.get(number - 1));
        }
    }

    @Test
    void everyPageHasSomethingToShow() {
        String judged = sql.first(
                        "select task_id from judgment where project_id = ? and kind = 'comparison' order by judged_at desc limit 1",
                        c -> c.id("task_id").toString(),
                        project)
                .orElseThrow();
        String model = sql.first("""
                        select m.name from current_model c join model_version m on m.id = c.model_version_id
                        where c.project_id = ? order by c.sequence desc limit 1""", c -> c.text("name"), project).orElseThrow();
        for (String page : List.of(
                "",
                "/people",
                "/imports",
                "/guidelines",
                "/tasks",
                "/tasks/" + judged + "/lineage",
                "/datasets",
                "/datasets/1",
                "/datasets/1/rows",
                "/datasets/2/diff",
                "/datasets/2/train",
                "/runs",
                "/runs/1",
                "/models",
                "/models/" + model,
                "/rounds",
                "/rounds/1")) {
            given().get("/p/" + slug + page).then().statusCode(200).body(not(containsString("class=\"empty\"")));
        }
        given().get("/p/" + slug + "/tasks/" + judged + "/lineage")
                .then()
                .body(containsString(model), containsString("simulated"));
    }
}
