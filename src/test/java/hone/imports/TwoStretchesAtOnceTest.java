package hone.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hone.Servers;
import hone.contract.Message;
import hone.format.Item;
import hone.format.Origin;
import hone.format.Response;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two stretches of a file are stored at the same time, and nobody can tell. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class TwoStretchesAtOnceTest {
    /** Stretches double from 100 rows on; beyond these, two are stored at once. */
    private static final int ALONE = 6300;

    @Inject
    Sql sql;

    @Inject
    Imports imports;

    @Inject
    ImportPrompts prompts;

    @Inject
    StoreStretch store;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch letGo = new CountDownLatch(1);

    @AfterEach
    void end() {
        letGo.countDown();
        threads.close();
    }

    @Test
    void theNextIsWrittenBesideTheOneBeforeAndCommittedAfterIt() throws Exception {
        Project project = imports.project();
        UUID id = opened(project);
        PlaceInLine first = PlaceInLine.first();
        holdTheRowOf(id);
        Future<?> one = storing(project, id, 1, first);
        Future<?> two = storing(project, id, 2, PlaceInLine.after(first));

        await().atMost(Duration.ofSeconds(20)).until(() -> writersOf(project) == 2);
        assertThat(imports.count("prompt where project_id = ?", project)).isZero();
        letGo.countDown();
        one.get(20, TimeUnit.SECONDS);
        two.get(20, TimeUnit.SECONDS);

        assertThat(imports.texts(
                        "select lines_read || ' ' || prompts_new || ' ' || tasks_new from import_batch where project_id = ?",
                        project))
                .containsExactly("100 100 100");
        assertThat(rowsById("prompt", project)).isEqualTo(numbers(1, 100));
    }

    @Test
    void whatFollowsAStretchThatFailedIsNotThereEither() throws Exception {
        Project project = imports.project();
        UUID id = opened(project);
        PlaceInLine first = PlaceInLine.first();
        holdTheRowOf(id);
        Future<?> one = storing(project, id, 1, first);
        Future<?> two = storing(project, id, 2, PlaceInLine.after(first));
        await().atMost(Duration.ofSeconds(20)).until(() -> writersOf(project) == 2);

        await().atMost(Duration.ofSeconds(20)).until(() -> sql.number("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where wait_event_type = 'Lock' and query like 'update import_batch set prompts_new%'""") > 0);

        assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(Sql.SqlFailed.class);
        assertThatThrownBy(() -> two.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("the stretch before this one could not be stored");
        assertThat(imports.count("prompt where project_id = ?", project)).isZero();
        assertThat(writersOf(project)).isZero();
    }

    @Test
    void anotherImportOfTheProjectHasItsTurnOnceBothAreThere() throws Exception {
        Project project = imports.project();
        UUID id = opened(project);
        UUID other = opened(project);
        PlaceInLine first = PlaceInLine.first();
        PlaceInLine second = PlaceInLine.after(first);
        holdTheRowOf(id);
        Future<?> one = storing(project, id, 1, first);
        Future<?> two = storing(project, id, 2, second);
        await().atMost(Duration.ofSeconds(20)).until(() -> writersOf(project) == 2);
        Future<?> others = storing(project, other, 8, 0, PlaceInLine.first());
        await().atMost(Duration.ofSeconds(20)).until(() -> waitingFor(project) == 1);
        Future<?> three = storing(project, id, 3, PlaceInLine.after(second));

        letGo.countDown();
        for (Future<?> each : List.of(one, two, others, three)) {
            each.get(20, TimeUnit.SECONDS);
        }

        // In the order of the transactions that asked about them.
        assertThat(imports.texts("""
                        select (min(p.row_number) / 50)::text from slot s join task t on t.id = s.task_id join prompt p on p.id = t.prompt_id
                        where p.project_id = ? group by s.entered order by s.entered""", project)).containsExactly("0", "1", "7", "2");
    }

    @Test
    void aRowThatTheDatabaseRefusesCostsNothingOfTheNext() throws Exception {
        Project project = imports.project();
        UUID id = opened(project);
        PlaceInLine first = PlaceInLine.first();
        sql.run("alter table prompt add constraint no_seven check (row_number <> 7) not valid");
        try {
            Future<?> one = storing(project, id, 1, first);
            Future<?> two = storing(project, id, 2, PlaceInLine.after(first));
            one.get(20, TimeUnit.SECONDS);
            two.get(20, TimeUnit.SECONDS);
        } finally {
            sql.run("alter table prompt drop constraint no_seven");
        }

        assertThat(imports.texts("""
                        select lines_read || ' ' || prompts_new || ' ' || refused from import_batch where project_id = ?""", project)).containsExactly("100 99 1");
        assertThat(rowsById("prompt", project))
                .isEqualTo(IntStream.rangeClosed(1, 100)
                        .filter(i -> i != 7)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    /** A stretch that brings again what the one before brings has to see it. */
    @Test
    void everyRowOfALongFileIsThereOnceInItsOrderWithWhatSaysTheSame() {
        Project project = imports.project();
        int rows = 20_000;
        String file = IntStream.rangeClosed(1, rows)
                .mapToObj(i -> i > ALONE && i % 1000 == 0
                        ? row(words(i - 1500) + "?")
                        : i > ALONE && i % 1000 == 1
                                ? row(words(i - 1500).toUpperCase(Locale.ROOT) + "!")
                                : row(words(i) + "?"))
                .collect(Collectors.joining("\n"));
        JsonNode report = imports.sent(project, "", file);

        assertThat(report.path("state").asText()).isEqualTo("read");
        // 7000, 8000, … 20,000 repeat a row, 7001, 8001, … 19,001 say the same in other letters.
        assertThat(report.path("promptsOld").asInt()).isEqualTo(14);
        assertThat(report.path("nearDuplicates").asInt()).isEqualTo(13);
        assertThat(report.path("promptsNew").asInt()).isEqualTo(rows - 14);
        assertThat(report.path("tasks").asInt()).isEqualTo(rows - 14);
        List<String> expected = IntStream.rangeClosed(1, rows)
                .filter(i -> i <= ALONE || i % 1000 != 0)
                .mapToObj(String::valueOf)
                .toList();
        assertThat(rowsById("prompt", project)).isEqualTo(expected);
        assertThat(imports.texts("""
                        select p.row_number::text from task t join prompt p on p.id = t.prompt_id where t.project_id = ? order by t.id""", project)).isEqualTo(expected);
    }

    @Test
    void whenTheDatabaseEndsOneOfTheTwoTheImportGoesOnAfterWhatIsThere() throws IOException {
        Project project = imports.project();
        int rows = 20_000;
        String file = IntStream.rangeClosed(1, rows)
                .mapToObj(i -> row("Question " + i + "?"))
                .collect(Collectors.joining("\n"));
        OpenedImport opened = opened(project, file);
        AtomicBoolean killed = new AtomicBoolean();
        Thread killer = Thread.ofVirtual().start(() -> {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> sql.number("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where pid <> pg_backend_pid() and state = 'active' and query like 'copy task_answer %'
                          and (select lines_read from import_batch where id = ?) > ?""", opened.id(), ALONE) > 0);
            killed.set(true);
        });
        try (opened) {
            prompts.run(opened, ImportPrompts.Caller.NOBODY);
        }
        killer.interrupt();

        assertThat(killed).isTrue();
        assertThat(sql.number("select lines_read from import_batch where id = ?", opened.id()))
                .isEqualTo(rows);
        assertThat(sql.number("select prompts_new from import_batch where id = ?", opened.id()))
                .isEqualTo(rows);
        assertThat(rowsById("prompt", project)).isEqualTo(numbers(1, rows));
        assertThat(imports.count("slot where project_id = ?", project)).isEqualTo(2L * rows);
    }

    private Future<?> storing(Project project, UUID id, int fifty, PlaceInLine place) {
        return storing(project, id, fifty, 50L * (fifty - 1), place);
    }

    private Future<?> storing(Project project, UUID id, int fifty, long after, PlaceInLine place) {
        Stretch stretch = new Stretch(50, after);
        for (int row = 50 * fifty - 49; row <= 50 * fifty; row++) {
            Incoming one = Incoming.of(
                    project.id,
                    row,
                    new Item.Conversation(
                            List.of(Message.user(words(row))),
                            List.of(Response.of("yes"), Response.of("no")),
                            List.of(),
                            Origin.UNKNOWN,
                            Map.of()));
            stretch.take(one, () -> "");
            stretch.count(row, 100, 0);
        }
        return threads.submit(() -> store.store(OneFile.of(id, ""), stretch, place));
    }

    /** So that a stretch gets no further than to its last statement. */
    private void holdTheRowOf(UUID id) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        threads.submit(() -> QuarkusTransaction.requiringNew().run(() -> {
            sql.first("select id from import_batch where id = ? for no key update", c -> c.id("id"), id);
            held.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private long writersOf(Project project) {
        return locks(project, "granted");
    }

    private long waitingFor(Project project) {
        return locks(project, "not granted");
    }

    private long locks(Project project, String which) {
        return sql.number("""
                select count(*) from pg_locks where locktype = 'advisory' and %s
                  and objid::text = (hashtext(?)::bigint & 4294967295)::text""".formatted(which), project.id.toString());
    }

    private List<String> rowsById(String table, Project project) {
        return sql.list(
                "select row_number::text as row from %s where project_id = ? order by id".formatted(table),
                c -> c.text("row"),
                project.id);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }

    /** Of different rows no three words are the same. */
    private static String words(int row) {
        return IntStream.range(0, 8).mapToObj(i -> "w" + row + "x" + i).collect(Collectors.joining(" "));
    }

    private static String row(String prompt) {
        return "{\"prompt\": \"" + prompt + "\", \"answers\": [\"yes\", \"no\"]}";
    }

    private UUID opened(Project project) throws IOException {
        OpenedImport opened = opened(project, row("Never read?"));
        opened.close();
        return opened.id();
    }

    private OpenedImport opened(Project project, String file) throws IOException {
        SentFile sent = SentFile.received(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), 1 << 30);
        return prompts.open(project, "some.jsonl", sent, Optional.empty(), ImportChoices.DEFAULT);
    }
}
