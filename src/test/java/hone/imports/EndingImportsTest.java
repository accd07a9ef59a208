package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import hone.Forms;
import hone.Servers;
import hone.audit.Audit;
import hone.contract.Wire;
import hone.project.CreateProject;
import hone.project.Project;
import hone.web.LabelersFirst;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However an import ends, what stands before the end is whole, the record says why, and the same file again goes on. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class EndingImportsTest {
    @Inject
    LabelersFirst labelers;

    @Inject
    Sql sql;

    @Inject
    CreateProject creation;

    @Inject
    ImportPrompts prompts;

    @Inject
    ImportBatch.Repo batches;

    @Inject
    StoreStretch store;

    @Inject
    KeptMapping mapping;

    @Inject
    Audit audit;

    @Test
    void whoCancelsKeepsWhatIsStoredAndTheSameFileGoesOn() throws IOException {
        Project project = project();
        OpenedImport opened = opened(project, file(250));

        try (opened) {
            prompts.run(opened, new Told(() -> cancel(project, opened.id())));
        }

        report(project, opened.id()).body(containsString("Cancelled after line 100."));
        assertThat(count(project)).isEqualTo(100);
        assertThat(tasks(project)).isEqualTo(100);
        send(project, file(250)).body("promptsNew", equalTo(150), "promptsOld", equalTo(100), "state", equalTo("read"));
        // After the end nothing changes.
        cancel(project, opened.id());
        report(project, opened.id()).body(containsString("Cancelled after line 100."));
    }

    /** To the database a kill -9 of the app is this: the connection ends in the middle of a stretch, and nobody tidies up. */
    @Test
    void whenItsReaderIsKilledInTheMiddleOfAStretchThatStretchIsNotThereAndTheSameFileLosesAndDoublesNothing()
            throws IOException {
        Project project = project();
        String file = withAnswers(3000);
        OpenedImport opened = opened(project, file);
        Thread killer = Thread.ofVirtual()
                .start(() -> await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(this::killsTheOneWhoStores));

        try (opened) {
            prompts.run(opened, ImportPrompts.Caller.NOBODY);
        }
        killer.interrupt();
        long read = sql.number("select lines_read from import_batch where id = ?", opened.id());
        assertThat(outcome(opened.id())).isEqualTo("unreadable");
        assertThat(read).isLessThan(3000);
        assertThat(count(project)).isEqualTo(read);
        assertThat(tasks(project)).isEqualTo(read);

        send(project, file).body("promptsNew", equalTo((int) (3000 - read)), "state", equalTo("read"));
        assertThat(count(project)).isEqualTo(3000);
        assertThat(tasks(project)).isEqualTo(3000);
        assertThat(sql.number(
                        "select count(*) from answer a join prompt p on p.id = a.prompt_id where p.project_id = ?",
                        project.id))
                .isEqualTo(6000);
        assertThat(sql.number("select count(*) from slot where project_id = ?", project.id))
                .isEqualTo(6000);
    }

    private boolean killsTheOneWhoStores() {
        return sql.number("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where pid <> pg_backend_pid() and state = 'active' and query like 'copy task_answer %'""") > 0;
    }

    private String outcome(UUID id) {
        return sql.first("select outcome from import_batch where id = ?", c -> c.text("outcome"), id)
                .orElseThrow();
    }

    private static String withAnswers(int prompts) {
        return IntStream.range(0, prompts)
                .mapToObj(i -> "{\"prompt\":\"Question " + i + "?\",\"answers\":[\"yes\",\"no\"]}")
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aProgramThatHangsUpEndsItsImportAndTheRecordSaysSo() throws IOException {
        Project project = project();
        String file = file(30_000);

        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "POST /api/projects/" + project.slug + "/import?file=long.jsonl HTTP/1.1",
                                    "Host: localhost:" + RestAssured.port,
                                    "Accept: application/x-ndjson",
                                    "Content-Length: " + file.length(),
                                    "",
                                    file)
                            .getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.lines()
                            .filter(line -> line.startsWith("{\"reading\""))
                            .findFirst())
                    .isPresent();
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> sql.number("""
                select count(*) from import_batch where project_id = ? and outcome = 'hung-up'""", project.id) == 1);
        long read = sql.number("select lines_read from import_batch where project_id = ?", project.id);
        assertThat(read).isPositive().isLessThan(25_000);
        assertThat(count(project)).isEqualTo(read);
    }

    @Test
    void theProgramThatWaitsIsToldHowFarItIsAndThenTheReport() {
        Project project = project();
        List<String> lines = given().accept("application/x-ndjson")
                .contentType("application/octet-stream")
                .body(file(150).getBytes(StandardCharsets.UTF_8))
                .post("/api/projects/" + project.slug + "/import")
                .asString()
                .lines()
                .toList();

        assertThat(Wire.read(lines.getFirst(), ImportLines.SoFar.class).linesRead())
                .isEqualTo(100);
        assertThat(lines.getLast()).contains("\"promptsNew\":150", "\"state\":\"read\"");
    }

    @Test
    void limitsOnLinesAndTimeEndAnImportWithASentence() throws IOException {
        Project project = project();
        send(project, "{\"prompt\": \"before\"}\n" + "\n".repeat(25_000) + "{\"prompt\": \"beyond\"}")
                .body(
                        "promptsNew",
                        equalTo(1),
                        "state",
                        equalTo("lines"),
                        "ended",
                        containsString("more lines than one import takes"));

        ImportPrompts hurried = new ImportPrompts(batches, store, new NoTime(), audit, sql, labelers, mapping);
        OpenedImport opened =
                hurried.open(project, "slow.jsonl", sent(file(250)), Optional.empty(), ImportChoices.DEFAULT);
        try (opened) {
            hurried.run(opened, ImportPrompts.Caller.NOBODY);
        }

        report(project, opened.id()).body(containsString("Reading took too long and ended after line 100."));
        assertThat(count(project)).isEqualTo(101);
    }

    @Test
    void anImportWhoseReaderDiedSaysSo() {
        Project project = project();
        ImportBatch left = ImportBatch.of(project.id, "left.jsonl", 10, null, Instant.now());
        left.leaseUntil = Instant.now().minusSeconds(1);
        left.linesRead = 7;
        QuarkusTransaction.requiringNew().run(() -> batches.persist(left));

        report(project, left.id).body(containsString("Hone stopped while it read this file, after line 7."));
        given().get("/p/" + project.slug + "/imports").then().body(containsString("Cut short"));
    }

    @Test
    void whileItIsReadThePageShowsHowFarItIsAndACancelButton() {
        Project project = project();
        ImportBatch reading = ImportBatch.of(project.id, "now.jsonl", 200, null, Instant.now());
        reading.bytesRead = 50;
        reading.linesRead = 7;
        QuarkusTransaction.requiringNew().run(() -> batches.persist(reading));

        report(project, reading.id)
                .body(
                        containsString("Reading now.jsonl"),
                        containsString("25 % read, up to line 7"),
                        containsString("/imports/" + reading.id + "/cancel"));
        cancel(project, reading.id);
        report(project, reading.id).body(containsString("Ending after the lines being read"));
    }

    private static final class NoTime implements ImportConfig {
        @Override
        public MemorySize fileMax() {
            return new MemorySize(BigInteger.valueOf(1 << 20));
        }

        @Override
        public Duration startWithin() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int linesMax() {
            return 1000;
        }

        @Override
        public Duration timeMax() {
            return Duration.ZERO;
        }

        @Override
        public int filesAtOnce() {
            return 1;
        }

        @Override
        public int filesWaitingMax() {
            return 1;
        }
    }

    /** Does something after each stretch. */
    private record Told(Runnable then) implements ImportPrompts.Caller {
        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public void progressed() {
            then.run();
        }
    }

    private static void cancel(Project project, UUID id) {
        String page = "/p/" + project.slug + "/imports/" + id;
        Forms.post("/p/" + project.slug + "/imports", page + "/cancel", Map.of())
                .then()
                .statusCode(303);
    }

    private OpenedImport opened(Project project, String file) throws IOException {
        return prompts.open(project, "some.jsonl", sent(file), Optional.empty(), ImportChoices.DEFAULT);
    }

    private static SentFile sent(String file) throws IOException {
        return SentFile.received(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), Long.MAX_VALUE);
    }

    private static String file(int prompts) {
        return IntStream.range(0, prompts)
                .mapToObj(i -> "{\"prompt\":\"Question " + i + "?\"}")
                .collect(Collectors.joining("\n"));
    }

    private static io.restassured.response.ValidatableResponse send(Project project, String file) {
        return given().contentType("application/octet-stream")
                .accept("application/json")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post("/api/projects/" + project.slug + "/import")
                .then()
                .statusCode(200);
    }

    private static io.restassured.response.ValidatableResponse report(Project project, UUID id) {
        return given().accept("text/html")
                .get("/p/" + project.slug + "/imports/" + id)
                .then()
                .statusCode(200);
    }

    private Project project() {
        Instant now = Instant.now();
        String slug = "e-" + UUID.randomUUID().toString().substring(0, 18);
        Project project = Project.named(slug, slug, null, now);
        QuarkusTransaction.requiringNew().run(() -> creation.create(project, now));
        return project;
    }

    private long count(Project project) {
        return sql.number("select count(*) from prompt where project_id = ?", project.id);
    }

    private long tasks(Project project) {
        return sql.number("select count(*) from task where project_id = ?", project.id);
    }
}
