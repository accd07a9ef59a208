package hone.supervisor;

import hone.contract.CheckpointManifest;
import hone.contract.DatasetAttempt;
import hone.contract.DatasetRecord;
import hone.contract.DatasetRef;
import hone.contract.Message;
import hone.contract.ModelRef;
import hone.contract.Recipe;
import hone.contract.RowHash;
import hone.contract.RunCommand;
import hone.contract.RunEvent;
import hone.contract.RunInputs;
import hone.contract.Split;
import hone.contract.Topics;
import hone.contract.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What surrounds a supervisor in a test: topics of its own, a folder, a base model, and the part of the app. */
final class World {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    final Topics topics;
    final Path runs;
    final ModelRef base;
    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();

    World(Path folder) throws IOException {
        this(folder, new Topics("test-" + UUID.randomUUID() + "-"));
    }

    /** The same world, seen from elsewhere. */
    World(Path folder, Topics topics) throws IOException {
        this.folder = folder;
        this.topics = topics;
        this.runs = folder.resolve("runs");
        this.base = checkpoint("base");
        Files.writeString(folder.resolve("worker.classpath"), System.getProperty("java.class.path"));
        Files.writeString(
                folder.resolve("worker.jvm"), "# small\n-Xmx64m\n-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n");
        settings.put("hone.topic-prefix", topics.prefix());
        settings.put("hone.models", folder.resolve("models").toString());
        settings.put("hone.runs", runs.toString());
        settings.put(
                "hone.worker.classpath-file", folder.resolve("worker.classpath").toString());
        settings.put("hone.worker.jvm-file", folder.resolve("worker.jvm").toString());
        settings.put("hone.worker.env-file", folder.resolve("worker.env").toString());
        settings.put("hone.worker.threads", "1");
        settings.put("hone.worker.grace", "PT20S");
        settings.put("hone.worker.pause", "PT0.05S");
    }

    static World withTopics(Path folder) throws IOException {
        World world = new World(folder);
        world.createTopics();
        return world;
    }

    void createTopics() {
        try (Admin admin = Broker.clients().admin()) {
            admin.createTopics(topics.all().stream()
                            .map(name -> new NewTopic(name, name.equals(topics.datasets()) ? 1 : 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    World with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** What workers do from now on; see the stand-in. */
    World workers(String script) throws IOException {
        Files.writeString(folder.resolve("worker.env"), "# for the stand-in\nSTAND_IN=" + script + "\n-STRAY\n");
        return this;
    }

    Map<String, String> settings() {
        return settings;
    }

    SupervisorConfig config() {
        return Settings.of(settings);
    }

    Supervisor supervisor() {
        Supervisor supervisor = new Supervisor(config(), Broker.clients(), new SimpleMeterRegistry());
        supervisor.start();
        return supervisor;
    }

    Process supervisorApart() throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SupervisorMain.class.getName(),
                Broker.bootstrap()));
        settings.forEach((name, value) -> line.add(name + "=" + value));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("supervisor.log").toFile())
                .start();
    }

    RunFolder run(String runId) {
        return RunFolder.of(runs, runId);
    }

    private ModelRef checkpoint(String name) throws IOException {
        CheckpointManifest manifest = new CheckpointManifest(
                1,
                "import-" + name,
                "import",
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "any",
                1,
                List.of());
        String sha256 = Wire.sha256(Wire.bytes(manifest));
        Path checkpoint = Files.createDirectories(folder.resolve("models").resolve(sha256));
        Files.write(checkpoint.resolve(CheckpointManifest.FILE), Wire.bytes(manifest));
        return new ModelRef("model-" + name, sha256);
    }

    // ── the part of the app ──

    static List<DatasetRecord.Row> rows(int count) {
        List<DatasetRecord.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new DatasetRecord.Demonstration(
                    i,
                    Split.TRAIN,
                    "prompt-" + i,
                    "judgment-" + i,
                    List.of(Message.user("Grüße, " + i + "?")),
                    "Ja, “" + i + "”.",
                    1));
        }
        return rows;
    }

    static DatasetRecord.Manifest manifest(String id, int attempt, List<DatasetRecord.Row> rows) {
        RowHash hash = new RowHash();
        rows.forEach(hash::add);
        return new DatasetRecord.Manifest(
                id,
                attempt,
                rows.size(),
                hash.finish(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                0,
                0,
                0,
                Instant.EPOCH);
    }

    /** Publishes as the app does: one transaction, the manifest last. */
    DatasetRef publish(String id, int attempt, List<DatasetRecord.Row> rows) {
        return publish(rows, manifest(id, attempt, rows));
    }

    DatasetRef publish(List<DatasetRecord.Row> rows, DatasetRecord.Manifest manifest) {
        try (Producer<String, byte[]> producer = transactional()) {
            producer.beginTransaction();
            List<RecordMetadata> sent = send(producer, rows, manifest);
            producer.commitTransaction();
            return new DatasetRef(
                    manifest.datasetId(),
                    manifest.attempt(),
                    sent.getFirst().partition(),
                    sent.getFirst().offset(),
                    sent.getLast().offset(),
                    rows.size(),
                    manifest.sha256());
        }
    }

    /** A publisher that died: its records are on the topic, but never count. */
    void publishAborted(String id, int attempt, List<DatasetRecord.Row> rows) {
        try (Producer<String, byte[]> producer = transactional()) {
            producer.beginTransaction();
            send(producer, rows, manifest(id, attempt, rows));
            producer.abortTransaction();
        }
    }

    Producer<String, byte[]> transactional() {
        Producer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Broker.bootstrap(), "transactional.id", "publisher-" + UUID.randomUUID()),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    List<RecordMetadata> send(
            Producer<String, byte[]> producer, List<DatasetRecord.Row> rows, DatasetRecord.Manifest manifest) {
        List<RecordMetadata> sent = new ArrayList<>();
        for (DatasetRecord.Row row : rows) {
            sent.add(send(producer, row, manifest));
        }
        sent.add(send(producer, manifest, manifest));
        return sent;
    }

    /** @param manifest says of which attempt the record is */
    RecordMetadata send(Producer<String, byte[]> producer, DatasetRecord one, DatasetRecord.Manifest manifest) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topics.datasets(), manifest.datasetId(), Wire.bytes(one));
        new DatasetAttempt(manifest.datasetId(), manifest.attempt()).headers().forEach(record.headers()::add);
        try {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    RunCommand.RunRequested request(String runId, DatasetRef dataset) {
        return new RunCommand.RunRequested(
                runId,
                "project-1",
                Recipe.Sft.small(),
                Optional.of(dataset),
                RunInputs.policy(base),
                7,
                Instant.parse("2026-03-06T17:05:00Z"));
    }

    void send(RunCommand command) {
        send(topics.runs(), command.runId(), Wire.bytes(command));
    }

    void send(String topic, String key, byte[] value) {
        try (Producer<String, byte[]> producer = Broker.clients().producer()) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every event of the run that was ever sent, repeats too, once its last one is there. */
    List<RunEvent> eventsToTheEnd(String runId) {
        return events(runId, RunEvent::last);
    }

    /** Every event of the run up to one that the test waits for. */
    List<RunEvent> events(String runId, Predicate<RunEvent> awaited) {
        List<RunEvent> events = new ArrayList<>();
        records(topics.runEvents(), record -> {
            if (!runId.equals(record.key())) {
                return false;
            }
            RunEvent event = Wire.read(record.value(), RunEvent.class);
            events.add(event);
            return awaited.test(event);
        });
        return events;
    }

    /** Reads the topic from its beginning until a record is the awaited one. */
    List<ConsumerRecord<String, byte[]>> records(String topic, Predicate<ConsumerRecord<String, byte[]>> awaited) {
        List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = Broker.clients().rangeConsumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant end = Instant.now().plus(PATIENCE);
            while (Instant.now().isBefore(end)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    read.add(record);
                    if (awaited.test(record)) {
                        return read;
                    }
                }
            }
        }
        throw new AssertionError("within " + PATIENCE + " only this came on " + topic + ": "
                + read.stream()
                        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                        .toList());
    }

    /** Headers as text. */
    static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> text = new TreeMap<>();
        RecordHeaders.map(record.headers())
                .forEach((name, value) -> text.put(name, new String(value, StandardCharsets.UTF_8)));
        return text;
    }
}
