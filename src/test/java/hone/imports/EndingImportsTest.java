package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import hone.Forms;
import hone.Servers;
import hone.audit.Audit;
import hone.contract.Wire;
import hone.project.Project;
import hone.web.Busy;
import hone.web.LabelersFirst;
import hone.web.Sql;
import io.agroal.api.AgroalDataSource;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
    AgroalDataSource connections;

    @Inject
    Sql sql;

    @Inject
    Imports imports;

    @Inject
    ImportPrompts prompts;

    @Inject
    ImportBatch.Repo batches;

    @Inject
    StoreStretch store;

    @Inject
    KeptMapping mapping;

    @Inject
    FinishImport finish;

    @Inject
    Audit audit;

    @Test
    void whoCancelsKeepsWhatIsStoredAndTheSameFileGoesOn() throws IOException {
        Project project = imports.project();
        OpenedImport opened = opened(project, file(250));

        try (opened) {
            prompts.run(opened, new Told(() -> cancel(project, opened.id())));
        }

        imports.report(project, opened.id()).body(containsString("Cancelled after line 100."));
        assertThat(count(project)).isEqualTo(100);
        assertThat(tasks(project)).isEqualTo(100);
        JsonNode rest = imports.sent(project, "", file(250));
        assertThat(rest.path("promptsNew").asInt()).isEqualTo(150);
        assertThat(rest.path("promptsOld").asInt()).isEqualTo(100);
        assertThat(rest.path("state").asText()).isEqualTo("read");
        // After the end nothing changes.
        cancel(project, opened.id());
        imports.report(project, opened.id()).body(containsString("Cancelled after line 100."));
    }

    @Test
    void whenItsConnectionEndsInTheMiddleOfAStretchThatStretchIsNotThereAndTheImportGoesOnByItself()
            throws IOException {
        Project project = imports.project();
        String file = withAnswers(3000);
        OpenedImport opened = opened(project, file);
        AtomicBoolean killed = new AtomicBoolean();
        Thread killer = Thread.ofVirtual().start(() -> {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(this::killsTheOneWhoStores);
            killed.set(true);
        });

        try (opened) {
            prompts.run(opened, ImportPrompts.Caller.NOBODY);
        }
        killer.interrupt();

        assertThat(killed).isTrue();
        assertThat(outcome(opened.id())).isEqualTo("read");
        holdsAllOnce(project, 3000);
        JsonNode again = imports.sent(project, "", file);
        assertThat(again.path("promptsNew").asLong()).isZero();
        assertThat(again.path("promptsOld").asLong()).isEqualTo(3000);
    }

    @Test
    void whenPostgreSqlIsKilledInTheMiddleTheImportGoesOnAndNothingIsMissingOrTwice() throws IOException {
        Project project = imports.project();
        OpenedImport opened = opened(project, withAnswers(20_000));
        AtomicBoolean killed = new AtomicBoolean();
        Thread killer = Thread.ofVirtual().start(() -> {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> sql.number("select lines_read from import_batch where id = ?", opened.id()) > 1000);
            // One of its processes that is killed takes all others with it, and what they had not written yet.
            long process = sql.number("""
                    select min(pid) from pg_stat_activity
                    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()""");
            killed.set(ProcessHandle.of(process).orElseThrow().destroyForcibly());
        });

        try (opened) {
            prompts.run(opened, ImportPrompts.Caller.NOBODY);
        } finally {
            killer.interrupt();
            // The connections that nobody has used since are dead: no other test is to meet them.
            connections.flush(AgroalDataSource.FlushMode.ALL);
            await().atMost(Duration.ofSeconds(60)).until(this::allConnectionsWork);
        }

        assertThat(killed).isTrue();
        assertThat(outcome(opened.id())).isEqualTo("read");
        assertThat(sql.number("select prompts_new from import_batch where id = ?", opened.id()))
                .isEqualTo(20_000);
        holdsAllOnce(project, 20_000);
    }

    /** They are thrown away in the background; each one that is dead fails once. */
    private boolean allConnectionsWork() {
        try {
            for (int i = 0; i < 50; i++) {
                sql.number("select 1");
            }
            return true;
        } catch (Sql.SqlFailed e) {
            return false;
        }
    }

    /** A commit that nobody waited for may be gone after a crash, and the next one would leave a hole before it. */
    @Test
    void whatACrashOfTheDatabaseTookIsNoticedBeforeMoreIsStoredAndReadAgain() throws IOException {
        Project project = imports.project();
        OpenedImport opened = opened(project, withAnswers(1000));
        AtomicLong readAtTheCrash = new AtomicLong();

        try (opened) {
            prompts.run(opened, new Told(() -> {
                long read = sql.number("select lines_read from import_batch where id = ?", opened.id());
                if (read >= 300 && readAtTheCrash.compareAndSet(0, read)) {
                    sql.run("update import_batch set lines_read = 100 where id = ?", opened.id());
                }
            }));
        }

        assertThat(outcome(opened.id())).isEqualTo("read");
        assertThat(sql.number("select lines_read from import_batch where id = ?", opened.id()))
                .isEqualTo(1000);
        assertThat(sql.number("select prompts_old from import_batch where id = ?", opened.id()))
                .as("read again after line 100")
                .isEqualTo(readAtTheCrash.get() - 100)
                .isPositive();
        holdsAllOnce(project, 1000);
    }

    private void holdsAllOnce(Project project, int rows) {
        assertThat(count(project)).isEqualTo(rows);
        assertThat(tasks(project)).isEqualTo(rows);
        assertThat(sql.number(
                        "select count(*) from answer a join prompt p on p.id = a.prompt_id where p.project_id = ?",
                        project.id))
                .isEqualTo(2L * rows);
        assertThat(sql.number("select count(*) from slot where project_id = ?", project.id))
                .isEqualTo(2L * rows);
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
        Project project = imports.project();
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
        Project project = imports.project();
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
        Project project = imports.project();
        JsonNode many = imports.sent(
                project, "", "{\"prompt\": \"before\"}\n" + "\n".repeat(25_000) + "{\"prompt\": \"beyond\"}");
        assertThat(many.path("promptsNew").asInt()).isEqualTo(1);
        assertThat(many.path("state").asText()).isEqualTo("lines");
        assertThat(many.path("ended").asText()).contains("more lines than one import takes");

        ImportPrompts hurried = new ImportPrompts(batches, store, new NoTime(), audit, sql, labelers, mapping, finish);
        OpenedImport opened =
                hurried.open(project, "slow.jsonl", sent(file(250)), Optional.empty(), ImportChoices.DEFAULT);
        try (opened) {
            hurried.run(opened, ImportPrompts.Caller.NOBODY);
        }

        imports.report(project, opened.id()).body(containsString("Reading took too long and ended after line 100."));
        assertThat(count(project)).isEqualTo(101);
    }

    @Test
    void aBurstOfFilesDoesNotPassTheLimitOfThoseThatWaitAndWhoComesTooLateIsToldWhenToComeAgain() throws IOException {
        Project project = imports.project();
        List<OpenedImport> waiting = new ArrayList<>();
        try {
            // None of them has been given a turn yet, as when they come all at once.
            Busy tooMany = catchThrowableOfType(Busy.class, () -> {
                while (waiting.size() < 50) {
                    waiting.add(opened(project, file(1)));
                }
            });
            assertThat(waiting).hasSize(12); // two are read, ten wait
            assertThat(tooMany.sentence()).contains("Nothing was imported");

            given().contentType("application/octet-stream")
                    .accept("application/json")
                    .body("{\"prompt\": \"One more?\"}".getBytes(StandardCharsets.UTF_8))
                    .post("/api/projects/" + project.slug + "/import")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "120")
                    .contentType("application/problem+json")
                    .body("title", equalTo("Busy"), "detail", containsString("Many files are being imported"));
            imports.upload(project, file(1))
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "120")
                    .body(containsString("Many files are being imported"), not(containsString("database")));

            waiting.removeFirst().close();
            imports.sent(project, "", file(1));
        } finally {
            for (OpenedImport one : waiting) {
                one.close();
            }
        }
        for (OpenedImport one : waiting) {
            finish.end(one.id(), ImportEnding.of(ImportState.CANCELLED));
        }
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

    private long count(Project project) {
        return imports.count("prompt where project_id = ?", project);
    }

    private long tasks(Project project) {
        return imports.count("task where project_id = ?", project);
    }
}
