package hone.openlineage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import hone.CircleRows;
import hone.Servers;
import hone.contract.RunEvent;
import hone.contract.SftRecipe;
import hone.dataset.DatasetFreezer;
import hone.model.MakeCurrent;
import hone.model.ModelVersion;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.run.ApplyRunEvent;
import hone.run.RequestRun;
import hone.run.TrainingRun;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Freezes, runs and deployments as others collect them. */
@QuarkusTest
@WithTestResource(Servers.class)
class TellLineageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    RequestRun requests;

    @Inject
    ApplyRunEvent applying;

    @Inject
    MakeCurrent makeCurrent;

    @Inject
    Sql sql;

    @Inject
    KafkaClients clients;

    @Test
    void aFreezeARunThatFailsAndADeploymentAreToldInOrderAsThePublishedSchemaAsks() throws IOException {
        Project project = rows.project();
        UUID labeler = rows.labeler("lena", project);
        rows.demonstrated(project, labeler, rows.prompt(project, "Tell of a kite."), "It came home.");
        rows.guidelines(project, "demonstration");
        Instant now = Instant.now();

        QuarkusTransaction.requiringNew().run(() -> freezer.freeze(project, Optional.empty(), now));
        ModelVersion base = rows.base(project);
        TrainingRun run = QuarkusTransaction.requiringNew()
                .call(() -> requests.request(
                        project,
                        SftRecipe.small(),
                        Optional.empty(),
                        RequestRun.From.policy(base),
                        RequestRun.RequestedBy.by(Optional.empty()),
                        now));
        String id = run.id.toString();
        QuarkusTransaction.requiringNew()
                .run(() -> applying.apply(new RunEvent.RunStarted(id, 1, now, 0, 10, "here", 1), now));
        QuarkusTransaction.requiringNew()
                .run(() -> applying.apply(
                        new RunEvent.RunFailed(id, 2, now, "No number.", "nan-loss", Optional.empty()), now));
        ModelVersion made = rows.trained(project, "made-" + project.slug, base);
        QuarkusTransaction.requiringNew().run(() -> makeCurrent.make(project, made, "Kinder.", labeler, now));

        List<JsonNode> events = told(project);
        assertThat(events)
                .extracting(event -> event.at("/job/name").asText().replace(project.slug, "p") + " "
                        + event.path("eventType").asText())
                .containsExactly(
                        "p.freeze START",
                        "p.freeze COMPLETE",
                        "p.sft START",
                        "p.sft FAIL",
                        "p.deploy START",
                        "p.deploy COMPLETE");
        JsonSchema schema = schema();
        assertThat(events)
                .allSatisfy(event -> assertThat(schema.validate(event)).isEmpty());
        JsonNode frozen = events.get(1).at("/outputs/0");
        assertThat(frozen.at("/facets/version/datasetVersion").asText()).isEqualTo("1");
        assertThat(frozen.at("/outputFacets/outputStatistics/rowCount").asLong())
                .isPositive();
        assertThat(events.get(3).at("/run/facets/errorMessage/message").asText())
                .isEqualTo("No number.");
        assertThat(events.get(2).at("/run/runId")).isEqualTo(events.get(3).at("/run/runId"));
        assertThat(events.get(5).at("/inputs/0/name").asText()).isEqualTo(project.slug + ".model.made-" + project.slug);
        await("the collector and the topic have them")
                .atMost(Duration.ofSeconds(20))
                .until(() -> sql.number(
                                "select count(*) from lineage_event where sent_at is null and payload like ?",
                                "%" + project.slug + "%")
                        == 0);
        List<ConsumerRecord<byte[], byte[]>> onKafka = onKafka(project);
        assertThat(onKafka)
                .extracting(record -> JSON.readTree(record.value()))
                .as("the same events in the same order")
                .isEqualTo(events);
        assertThat(onKafka)
                .extracting(record -> new String(record.key(), UTF_8))
                .containsOnly(
                        "run:hone/" + project.slug + ".freeze",
                        "run:hone/" + project.slug + ".sft",
                        "run:hone/" + project.slug + ".deploy");
    }

    @Test
    void aRunThatEndsBeforeItBeginsHasABeginningToo() {
        Project project = rows.project();
        Instant now = Instant.now();
        TrainingRun run = QuarkusTransaction.requiringNew()
                .call(() -> requests.request(
                        project,
                        SftRecipe.small(),
                        Optional.empty(),
                        RequestRun.From.policy(rows.base(project)),
                        RequestRun.RequestedBy.by(Optional.empty()),
                        now));

        QuarkusTransaction.requiringNew()
                .run(() -> applying.apply(
                        new RunEvent.RunStopped(run.id.toString(), 1, now, "Cancelled.", Optional.empty()), now));

        assertThat(told(project))
                .extracting(event -> event.path("eventType").asText())
                .containsExactly("START", "ABORT");
    }

    /** What stands on the topic, which has one partition here. */
    private List<ConsumerRecord<byte[], byte[]>> onKafka(Project project) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        TopicPartition partition = new TopicPartition(Servers.LINEAGE_TOPIC, 0);
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (new String(record.key(), UTF_8).contains("/" + project.slug + ".")) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    private List<JsonNode> told(Project project) {
        List<JsonNode> events = new ArrayList<>();
        for (String payload : sql.list(
                "select payload from lineage_event where transport = 'http' and payload like ? order by sequence",
                c -> c.text("payload"),
                "%" + project.slug + ".%")) {
            try {
                events.add(JSON.readTree(payload));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return events;
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream schema = TellLineageTest.class.getResourceAsStream("/openlineage-run-event.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema);
        }
    }
}
