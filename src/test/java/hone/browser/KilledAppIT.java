package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import hone.outbox.KafkaClients;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app's process is killed while a file comes in, while one goes out, and while a dataset is frozen. */
@InTheBrowser
class KilledAppIT {
    /** Half of them were decided elsewhere, the others become comparisons. */
    private static final int ROWS = 30_000;

    @TempDir
    Path folder;

    @Test
    void killedInMidImportMidExportAndMidFreezingNothingIsLostOrTwiceAndABrokenFileIsSeenAsBroken(RunningHone hone)
            throws Exception {
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();
        Path file = rows();

        String report;
        try (Barrier barrier = Barrier.ofImportsBeyond(hone.database(), ROWS / 3)) {
            upload(ada, place, file);
            report = ada.path();
            barrier.awaitSomebody();
            hone.killApp();
        }
        long read = number(hone, place, "select max(lines_read) from import_batch b where b.project_id");
        assertThat(read).isBetween(1L, ROWS / 3L);
        holdsExactly(hone, place, read);

        hone.startApp();
        // Its lease passes.
        hone.database().run("""
                update import_batch set lease_until = now() - interval '1 second'
                where outcome is null and project_id = (select id from project where slug = ?)""", place.slug());
        ada.go(report);
        assertThat(ada.page().locator("#p-ended"))
                .containsText("Hone stopped while it read this file, after line " + read + ".");
        upload(ada, place, file);
        hone.database().awaitThat("the rest is read", """
                select 1 from import_batch b join project p on p.id = b.project_id where p.slug = ? and outcome = 'read'""", place.slug());
        ada.go(ada.path());
        assertThat(number(
                        hone, place, "select prompts_new from import_batch b where outcome = 'read' and b.project_id"))
                .isEqualTo(ROWS - read);
        holdsExactly(hone, place, ROWS);

        exportBreaksWhereTheAppIsKilledAndIsWholeAgain(hone, place, ada);
        nothingIsFrozenWhereTheAppIsKilledAndFrozenAgainItIsSentOnce(hone, place, ada);
    }

    private static void nothingIsFrozenWhereTheAppIsKilledAndFrozenAgainItIsSentOnce(
            RunningHone hone, Workplace place, Visitor ada) throws SQLException {
        ada.go(place.at("/datasets"));
        ada.page().locator("summary").filter(freezing()).click();
        try (Barrier barrier = Barrier.ofFreezing(hone.database())) {
            ada.button("Freeze now").click(new Locator.ClickOptions().setNoWaitAfter(true));
            barrier.awaitSomebody();
            hone.killApp();
        }
        assertThat(number(hone, place, "select count(*) from dataset where project_id"))
                .isZero();

        hone.startApp();
        ada.go(place.at("/datasets"));
        ada.page().locator("summary").filter(freezing()).click();
        ada.leads(() -> ada.button("Freeze now").click());
        assertThat(ada.title()).isEqualTo("Dataset 1");
        // Of half the rows a preference, and every prompt by itself.
        long rows = number(hone, place, "select rows from dataset where project_id");
        assertThat(rows).isEqualTo(ROWS / 2 + ROWS);
        hone.database().awaitThat("it is on Kafka", """
                select 1 from dataset_publication p join dataset d on d.id = p.dataset_id join project j on j.id = d.project_id
                where j.slug = ? and p.finished_at is not null""", place.slug());
        String dataset = hone.database()
                .one("select d.id from dataset d join project p on p.id = d.project_id where p.slug = ?", place.slug());
        assertThat(recordsOf(hone, dataset))
                .as("its rows and its manifest, and nothing of what was being sent when the app was killed")
                .isEqualTo(rows + 1);
    }

    private static Locator.FilterOptions freezing() {
        return new Locator.FilterOptions().setHasText("Freeze dataset 1");
    }

    /** How many records everybody can read that belong to a dataset. */
    private static long recordsOf(RunningHone hone, String dataset) {
        KafkaClients clients = new KafkaClients(hone.kafkaClient(), "hone.");
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            List<TopicPartition> all = consumer.partitionsFor(clients.topics().datasets()).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long found = 0;
            while (all.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    found += new String(record.key(), StandardCharsets.UTF_8).equals(dataset) ? 1 : 0;
                }
            }
            return found;
        }
    }

    private static void exportBreaksWhereTheAppIsKilledAndIsWholeAgain(RunningHone hone, Workplace place, Visitor ada)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> cut =
                    client.send(export(hone, place, ada), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(cut.statusCode()).isEqualTo(200);
            UUID export =
                    UUID.fromString(cut.headers().firstValue("Hone-Export").orElseThrow());
            try (InputStream body = cut.body()) {
                assertThat(body.readNBytes(100_000)).hasSize(100_000);
                hone.killApp();
                assertThatThrownBy(body::readAllBytes)
                        .as("a file that is not whole ends with a broken connection")
                        .isInstanceOf(IOException.class);
            }
            hone.startApp();
            hone.database().run("update export set lease_until = now() - interval '1 second' where id = ?", export);
            ada.go(place.at("/export/" + export));
            assertThat(ada.page().locator("main")).containsText("The app ended while it was sending");

            HttpResponse<String> whole = client.send(export(hone, place, ada), HttpResponse.BodyHandlers.ofString());
            assertThat(whole.body().lines()).hasSize(ROWS / 2).doesNotHaveDuplicates();
        }
    }

    private static HttpRequest export(RunningHone hone, Workplace place, Visitor ada) {
        String cookies = ada.context().cookies(hone.at("/")).stream()
                .map(cookie -> cookie.name + "=" + cookie.value)
                .collect(Collectors.joining("; "));
        return HttpRequest.newBuilder(URI.create(hone.at(place.at("/export/file?format=hone-records"))))
                .header("Cookie", cookies)
                .build();
    }

    /** Every row up to this line is whole, once, and of the later ones nothing is there. */
    private static void holdsExactly(RunningHone hone, Workplace place, long lines) {
        assertThat(number(hone, place, "select count(*) from prompt where project_id"))
                .isEqualTo(lines);
        assertThat(number(hone, place, "select count(distinct row_number) from prompt where project_id"))
                .isEqualTo(lines);
        assertThat(number(
                        hone,
                        place,
                        "select count(*) from answer a join prompt p on p.id = a.prompt_id where p.project_id"))
                .isEqualTo(2 * lines);
        assertThat(number(hone, place, "select count(*) from imported_judgment where project_id"))
                .isEqualTo(lines / 2);
        assertThat(number(hone, place, "select count(*) from task where project_id"))
                .isEqualTo(lines - lines / 2);
        assertThat(number(hone, place, "select count(*) from slot where project_id"))
                .isEqualTo(lines - lines / 2);
    }

    private static long number(RunningHone hone, Workplace place, String statement) {
        return hone.database().number(statement + " = (select id from project where slug = ?)", place.slug());
    }

    private static void upload(Visitor ada, Workplace place, Path file) {
        ada.go(place.at("/imports"));
        ada.page()
                .getByLabel("File", new Page.GetByLabelOptions().setExact(true))
                .setInputFiles(file);
        ada.leads(() -> ada.button("Look at it").click());
        ada.leads(() -> ada.button("Start the import").click());
    }

    private Path rows() throws IOException {
        Path file = folder.resolve("rows.jsonl");
        String filling = "and all that belongs to it, told slowly, ".repeat(10);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int row = 1; row <= ROWS; row++) {
                String decided = row % 2 == 0 ? "{\"kind\": \"preferred\", \"chosen\": 0, \"rejected\": 1}" : "";
                out.write("""
                        {"prompt": [{"role": "user", "content": "Tell of kite %1$d."}], "responses": [{"text": "Kite %1$d %2$s"}, {"text": "No kite %1$d %2$s"}], "decisions": [%3$s]}
                        """.formatted(row, filling, decided));
            }
        }
        return file;
    }
}
