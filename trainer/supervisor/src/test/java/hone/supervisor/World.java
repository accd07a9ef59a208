package hone.supervisor;

import hone.contract.CheckpointManifest;
import hone.contract.DatasetRef;
import hone.contract.Example;
import hone.contract.ModelRef;
import hone.contract.Recipe;
import hone.contract.RunCommand;
import hone.contract.RunEvent;
import hone.contract.RunInputs;
import hone.contract.SftRecipe;
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
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What surrounds a supervisor in a test: topics of its own, a folder, a base model, and the part of the app. */
final class World {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    final Topics topics;
    final Path runs;
    final ModelRef base;
    final Publisher publisher;
    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();

    World(Path folder) throws IOException {
        this(folder, new Topics("test-" + UUID.randomUUID() + "-"));
    }

    /** The same world, seen from elsewhere. */
    World(Path folder, Topics topics) throws IOException {
        this.folder = folder;
        this.topics = topics;
        this.publisher = new Publisher(topics);
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
                System.getProperty("java.class.path")));
        line.addAll(Broker.flags());
        line.add(SupervisorMain.class.getName());
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

    RunCommand.RunRequested request(String runId, DatasetRef dataset) {
        return new RunCommand.RunRequested(
                runId,
                "project-1",
                SftRecipe.small(),
                Optional.of(dataset),
                RunInputs.policy(base),
                7,
                Instant.parse("2026-03-06T17:05:00Z"),
                Optional.empty());
    }

    /** The same of an engine. */
    static RunCommand.RunRequested by(String engine, RunCommand.RunRequested any) {
        return new RunCommand.RunRequested(
                any.runId(),
                any.projectId(),
                any.recipe(),
                any.dataset(),
                any.inputs(),
                any.seed(),
                any.requestedAt(),
                Optional.of(engine));
    }

    /** Sampling from the base model. */
    RunCommand.RunRequested generate(String runId) {
        return generate(runId, base);
    }

    static RunCommand.RunRequested generate(String runId, ModelRef model) {
        Recipe recipe = Wire.read(Example.resource("Recipe/generate.json"), Recipe.class);
        return new RunCommand.RunRequested(
                runId,
                "project-1",
                recipe,
                Optional.empty(),
                RunInputs.policy(model),
                7,
                Instant.EPOCH,
                Optional.empty());
    }

    /** Scoring two answers, as if the base model were a reward model. */
    RunCommand.RunRequested score(String runId) {
        Recipe recipe = Wire.read(Example.resource("Recipe/score.json"), Recipe.class);
        return new RunCommand.RunRequested(
                runId,
                "project-1",
                recipe,
                Optional.empty(),
                RunInputs.policy(base),
                7,
                Instant.EPOCH,
                Optional.empty());
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

    /** How the run failed, once it has. */
    RunEvent.RunFailed failed(String runId) {
        return (RunEvent.RunFailed) eventsToTheEnd(runId).getLast();
    }

    /** How often a worker was started for the run. */
    long starts(String runId) throws IOException {
        return Files.size(run(runId).path().resolve("starts"));
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
