package hone.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.RunEvent;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class RunEventsTest {
    @Inject
    CircleRows rows;

    @Inject
    KafkaClients clients;

    @Inject
    Sql sql;

    @Test
    void aFailedRunSaysWhyAndWhatIsKept() {
        Project project = rows.project();
        UUID run = requested(project);

        send(new RunEvent.RunStarted(run.toString(), 1, Instant.now(), 0, 600, "double", 1));
        send(new RunEvent.CheckpointSaved(run.toString(), 2, Instant.now(), 275, "a".repeat(64), 10));
        send(new RunEvent.RunFailed(
                run.toString(),
                3,
                Instant.now(),
                "The disk is full: 0.2 GB free, 1.1 GB needed. Free some space.",
                "disk-full",
                Optional.of("a".repeat(64))));
        // Late and repeated: nothing moves it back.
        send(new RunEvent.StepReported(run.toString(), 4, Instant.now(), 276, 600, Map.of("loss", 1.0)));
        send(new RunEvent.RunSucceeded(run.toString(), 5, Instant.now(), Optional.of("b".repeat(64))));
        drained();

        assertThat(outcome(run)).isEqualTo("failed");
        assertThat(sql.number("select count(*) from model_version where run_id = ?", run))
                .isZero();
        given().accept("text/html")
                .get("/p/" + project.slug + "/runs/1")
                .then()
                .statusCode(200)
                .body(
                        containsString("The disk is full: 0.2 GB free"),
                        containsString("The checkpoint of step 275 is kept"));
    }

    @Test
    void whatCannotBeReadIsPutAsideAndTheRestGoesOn() {
        Project project = rows.project();
        UUID run = requested(project);
        String marker = UUID.randomUUID().toString();

        sendRaw("{\"kind\":\"run.exploded\",\"marker\":\"" + marker + "\"}");
        sendRaw("not json " + marker);
        send(new RunEvent.RunStarted(UUID.randomUUID().toString(), 1, Instant.now(), 0, 1, "double", 1));
        send(new RunEvent.RunStarted(run.toString(), 1, Instant.now(), 0, 60, "double", 1));
        drained();

        assertThat(sql.number("select count(*) from dead_letter where value like ?", "%" + marker + "%"))
                .isEqualTo(2);
        assertThat(sql.number("select steps from run where id = ?", run)).isEqualTo(60);
        given().accept("text/html")
                .get("/dead-letters")
                .then()
                .statusCode(200)
                .body(containsString(marker), containsString("there is no run"));
        assertThat(sql.number("select count(*) from outbox where topic = 'dead-letters'"))
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void cancellingAsksTheTrainerOnceAndItsAnswerEndsTheRun() {
        Project project = rows.project();
        UUID run = requested(project);
        String page = "/p/" + project.slug + "/runs/1";

        Forms.post(page, page + "/cancel", Map.of()).then().statusCode(303);
        Forms.post(page, page + "/cancel", Map.of()).then().statusCode(303);
        assertThat(sql.number(
                        "select count(*) from outbox where subject = ? and type = 'hone.run.cancelled'",
                        run.toString()))
                .isEqualTo(1);
        send(new RunEvent.RunStopped(run.toString(), 1, Instant.now(), "Cancelled by ada.", Optional.empty()));
        drained();

        assertThat(outcome(run)).isEqualTo("cancelled");
        Forms.post(page, page + "/cancel", Map.of())
                .then()
                .statusCode(409)
                .body(containsString("Run 1 has ended already"));
    }

    @Test
    void aModelMayWriteTheLetterZero() {
        Project project = rows.project();
        UUID prompt = rows.prompt(project, "Say nothing.");
        UUID run = requested(project);

        send(new RunEvent.AnswersSampled(
                run.toString(),
                1,
                Instant.now(),
                "task",
                Optional.empty(),
                1,
                1,
                List.of(new RunEvent.Sampled(prompt.toString(), 0, List.of(), "a\0b", 1, 2, true))));
        drained();

        assertThat(sql.list("select text from answer where run_id = ?", c -> c.text("text"), run))
                .containsExactly("a\ufffdb");
    }

    @Test
    void promptsThatCannotBeSampledAreSetAsideWithTheReasonAndTheNextOnesAreTaken() {
        Project project = rows.project();
        List<UUID> tooLong = IntStream.range(0, 12)
                .mapToObj(i -> rows.prompt(project, "Say it again, " + i + "."))
                .toList();
        UUID first = requested(project);

        // The ten oldest were asked; the model can't read one of them.
        send(new RunEvent.RunStarted(first.toString(), 1, Instant.now(), 0, 0, "double", 1));
        send(setAside(first, tooLong.subList(0, 10)));
        send(new RunEvent.RunSucceeded(first.toString(), 3, Instant.now(), Optional.empty()));
        drained();

        UUID second = run(project, 2);
        assertThat(asked(second))
                .containsExactlyElementsOf(Stream.concat(
                                tooLong.subList(10, 12).stream(), Stream.of(prompt(project, "Who feeds the heron?")))
                        .toList());
        given().accept("text/html")
                .get("/p/" + project.slug + "/runs/1")
                .then()
                .statusCode(200)
                .body(
                        containsString("10 prompts set aside"),
                        containsString("Say it again, 3."),
                        containsString("this model reads 512"));
        send(new RunEvent.RunStarted(second.toString(), 1, Instant.now(), 0, 1, "double", 1));
        send(setAside(second, tooLong.subList(10, 12)));
        send(new RunEvent.RunSucceeded(second.toString(), 3, Instant.now(), Optional.empty()));
        drained();
        assertThat(asked(run(project, 3))).containsExactly(prompt(project, "Who feeds the heron?"));

        // Shorter answers may leave room.
        sql.run("update project set response_tokens_max = 8 where id = ?", project.id);
        sample(project);
        assertThat(asked(run(project, 4))).containsExactlyElementsOf(tooLong.subList(0, 10));
    }

    private RunEvent.AnswersSampled setAside(UUID run, List<UUID> prompts) {
        return new RunEvent.AnswersSampled(
                run.toString(),
                2,
                Instant.now(),
                "task",
                Optional.empty(),
                1,
                1,
                List.of(),
                Optional.of(prompts.stream()
                        .map(id -> new RunEvent.SetAside(
                                id.toString(),
                                "The question has 612 tokens and the answer may have 96, but this model reads 512."))
                        .toList()));
    }

    private UUID run(Project project, int number) {
        return sql.first("select id from run where project_id = ? and number = ?", c -> c.id("id"), project.id, number)
                .orElseThrow();
    }

    private UUID prompt(Project project, String asked) {
        return sql.first(
                        "select id from prompt where project_id = ? and messages -> -1 ->> 'content' = ?",
                        c -> c.id("id"),
                        project.id,
                        asked)
                .orElseThrow();
    }

    private List<UUID> asked(UUID run) {
        return sql.list("""
                select q ->> 'promptId' as told from run r cross join lateral jsonb_array_elements(r.recipe -> 'prompts') q
                where r.id = ?""", c -> UUID.fromString(c.text("told")), run);
    }

    /** A Generate run of the base model over the project's prompts; with no prompt there, one is added first. */
    private UUID requested(Project project) {
        rows.prompt(project, "Who feeds the heron?");
        sample(project);
        return sql.first("select id from run where project_id = ?", c -> c.id("id"), project.id)
                .orElseThrow();
    }

    private static void sample(Project project) {
        String base = "base-" + project.slug;
        Forms.post(
                        "/p/" + project.slug + "/models/" + base,
                        "/p/" + project.slug + "/runs/sample",
                        Map.of("model", base, "prompts", "10"))
                .then()
                .statusCode(303);
    }

    private String outcome(UUID run) {
        return sql.first("select outcome from run where id = ?", c -> c.text("outcome"), run)
                .orElseThrow();
    }

    private void send(RunEvent event) {
        sendRecord(TrainerDouble.record(clients, event));
    }

    private void sendRaw(String value) {
        sendRecord(new ProducerRecord<>(clients.topics().runEvents(), "raw", value.getBytes(StandardCharsets.UTF_8)));
    }

    private RecordMetadata sendRecord(ProducerRecord<String, byte[]> record) {
        try (Producer<String, byte[]> producer = clients.producer()) {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until the consumer has taken everything that lies on the topic now. */
    private void drained() {
        RecordMetadata last = sendRecord(
                new ProducerRecord<>(clients.topics().runEvents(), "end", "end".getBytes(StandardCharsets.UTF_8)));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> sql.number(
                                "select next_offset from consumed where topic = ? and partition = ?",
                                last.topic(),
                                last.partition())
                        > last.offset());
    }
}
