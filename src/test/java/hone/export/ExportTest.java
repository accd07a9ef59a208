package hone.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import hone.CircleRows;
import hone.Servers;
import hone.contract.Wire;
import hone.judgment.Degree;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What leaves a project by its page and by a program: the same bytes, recorded, and never more than whoever asks may see. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"labeler", "reviewer", "admin"})
class ExportTest {
    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    @Inject
    Pseudonyms.Repo pseudonyms;

    @Test
    void pageAndProgramSendTheSameBytesAndTheRecordSaysWhatTheyHold() {
        Project project = judged();

        byte[] first = file(project, "");
        byte[] again = given().get("/p/" + project.slug + "/export/file").asByteArray();

        assertThat(first).isEqualTo(again);
        assertThat(lines(first)).hasSize(3);
        List<UUID> records = sql.list("select id from export where project_id = ?", c -> c.id("id"), project.id);
        assertThat(records)
                .hasSize(2)
                .allSatisfy(id -> given().get("/api/projects/" + project.slug + "/export/" + id)
                        .then()
                        .statusCode(200)
                        .body(
                                "state", equalTo("sent"),
                                "judgments", equalTo(3),
                                "rows", equalTo(3),
                                "bytes", equalTo(first.length),
                                "sha256", equalTo(Wire.sha256(first))));
        given().get("/p/" + project.slug + "/export")
                .then()
                .statusCode(200)
                .body(containsString("2 comparisons"), containsString("1 demonstration"), containsString("Sent"));
    }

    @Test
    void peopleArePseudonymsUnlessAnAdminAsksForNamesAndThatIsNoted() {
        Project project = judged();
        UUID lena = rows.labeler("lena");
        String pseudonym = pseudonyms.of(project.id).of(lena);

        String hidden = new String(file(project, ""), StandardCharsets.UTF_8);
        String named = new String(file(project, "?names=on"), StandardCharsets.UTF_8);

        assertThat(hidden).contains(pseudonym).doesNotContain("lena").doesNotContain(lena.toString());
        assertThat(named).contains("lena").doesNotContain(pseudonym);
        assertThat(pseudonyms.of(judged().id).of(lena)).isNotEqualTo(pseudonym);
        assertThat(sql.number("""
                        select count(*) from audit_entry where project_id = ? and action = 'project.exported'
                          and (detail ->> 'names')::boolean""", project.id)).isEqualTo(1);
    }

    @Test
    void whatCountsIsExportedOnceATaskInTheOrderOfAcceptance() {
        Project project = judged();
        sql.run("update judgment set withdrawn_at = now() where project_id = ? and kind = 'demonstration'", project.id);
        UUID prompt = rows.prompt(project, "Not yet?");
        UUID waiting = rows.preferred(project, rows.labeler("lena"), prompt, "a", "b", Degree.MUCH);
        sql.run("update judgment set accepted_at = null where id = ?", waiting);

        List<String> lines = lines(file(project, ""));

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).contains("Which is kinder?");
        assertThat(lines.getLast()).contains("Which is shorter?");
    }

    @Test
    void whoMayStillJudgeATaskDoesNotGetItInAFileAndIsToldHowManyAreMissing() {
        Project project = judged();
        rows.labeler("ada", project);
        UUID prompt = rows.prompt(project, "Still open?");
        UUID judgment = rows.preferred(project, rows.labeler("lena"), prompt, "PLANTED", "other", Degree.MUCH);
        sql.run("""
                insert into slot (task_id, number, project_id, kind, priority)
                select j.task_id, 2, j.project_id, j.kind, 0 from judgment j where j.id = ?""", judgment);

        Response sent = given().get("/api/projects/" + project.slug + "/export");

        assertThat(sent.asString()).doesNotContain("PLANTED");
        given().get("/api/projects/" + project.slug + "/export/" + sent.header("Hone-Export"))
                .then()
                .body("report.hidden", equalTo(1), "judgments", equalTo(3));
        given().get("/api/projects/" + project.slug + "/export?all=on")
                .then()
                .statusCode(409)
                .body("detail", containsString("./hone export takes it"));
    }

    @Test
    void whatWasDecidedElsewhereLeavesWithItsMarginItsSourceAndWhoDecidedItUnderAPseudonym() {
        Project project = judged();
        given().body("""
                        {"prompt":"Whose kite is it?","chosen":"Mira’s.","rejected":"Nobody’s.","margin":0.5,"source":"kites-2024"}
                        """.getBytes(StandardCharsets.UTF_8))
                .contentType("application/octet-stream")
                .post("/api/projects/" + project.slug + "/import?file=kites.jsonl")
                .then()
                .statusCode(200);

        List<String> records = lines(file(project, ""));
        List<String> pairs = lines(file(project, "?format=trl-preference"));

        assertThat(records).hasSize(4);
        assertThat(records.getLast()).contains("Whose kite is it?", "Mira’s.", "Nobody’s.", "0.5");
        assertThat(pairs).hasSize(2);
        assertThat(pairs.getLast()).contains("\"margin\":0.5");
    }

    @Test
    void anUnknownFormatOrContainerIsRefusedWithWhatThereIs() {
        Project project = judged();

        given().get("/api/projects/" + project.slug + "/export?format=excel")
                .then()
                .statusCode(400)
                .body("detail", containsString("There is no format “excel”"));
        given().accept("text/html")
                .get("/p/" + project.slug + "/export/file?container=doc")
                .then()
                .statusCode(400)
                .body(containsString("can&#39;t be written as “doc”"));
        assertThat(sql.number("select count(*) from export where project_id = ?", project.id))
                .isZero();
    }

    @Test
    void whoHangsUpEndsTheExportAndTheRecordSaysSo() throws IOException {
        Project project = large();

        try (Socket socket = asked(project)) {
            assertThat(socket.getInputStream().readNBytes(1_000)).hasSize(1_000);
        }

        ended(project, "hung-up");
    }

    @Test
    void whoTakesNothingIsHungUpOnAndHoldsNoConnection() throws IOException {
        Project project = large();

        try (Socket socket = asked(project)) {
            ended(project, "stalled");
            // The rest of the answer is not there: what was sent before is cut off in the middle.
            byte[] all = readAll(socket.getInputStream());
            assertThat(new String(all, StandardCharsets.UTF_8)).doesNotEndWith("0\r\n\r\n");
        }
        assertThat(
                        sql.number(
                                "select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction' and query ilike '%judgment%'"))
                .isZero();
    }

    @Test
    void aTextOfAMegabyteAndAnEmptyProjectAreExportedToo() {
        Project empty = rows.project();
        assertThat(file(empty, "")).isEmpty();

        Project project = rows.project();
        String large = "x".repeat(1 << 20);
        rows.preferred(
                project, rows.labeler("lena"), rows.prompt(project, "Long? " + large), large, "short", Degree.BETTER);
        assertThat(lines(file(project, "")).getFirst())
                .hasSizeGreaterThan(2 << 20)
                .contains(large);
    }

    private void ended(Project project, String outcome) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> sql.number(
                                "select count(*) from export where project_id = ? and outcome = ?", project.id, outcome)
                        == 1);
    }

    private static byte[] readAll(InputStream in) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (IOException e) {
            // It was broken off.
        }
        return all.toByteArray();
    }

    private static Socket asked(Project project) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress("localhost", RestAssured.port));
        socket.getOutputStream()
                .write(String.join(
                                "\r\n",
                                "GET /api/projects/" + project.slug + "/export HTTP/1.1",
                                "Host: localhost:" + RestAssured.port,
                                "",
                                "")
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static byte[] file(Project project, String query) {
        return given().get("/api/projects/" + project.slug + "/export" + query)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    private static List<String> lines(byte[] file) {
        return new String(file, StandardCharsets.UTF_8).lines().toList();
    }

    private Project judged() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.preferred(project, lena, rows.prompt(project, "Which is kinder?"), "This.", "That.", Degree.BETTER);
        rows.demonstrated(project, lena, rows.prompt(project, "Tell of a kite."), "It came home.");
        rows.tied(project, lena, rows.prompt(project, "Which is shorter?"));
        return project;
    }

    /** More than the sockets between the two hold. */
    private Project large() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        for (int i = 0; i < 24; i++) {
            rows.preferred(
                    project,
                    lena,
                    rows.prompt(project, "Prompt " + i),
                    i + "y".repeat(500_000),
                    i + "z".repeat(500_000),
                    Degree.MUCH);
        }
        return project;
    }
}
