package hone.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One Kafka node, broker and controller in one JVM of its own, with transactions, for clients that know its password. PLAIN
 * rather than SCRAM, because a controller can't store SCRAM's credentials before it runs; nothing leaves the machine.
 */
public final class KafkaServer implements JvmServer {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String CLIENT = "kafka";
    private static final String CONTROLLER = "kafka-controller";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"hone\" password=\"%s\"";

    private final Path folder;
    private final Path log;
    private final int port;
    private final int controllerPort;
    private final Secrets secrets;
    private final OneJvm jvm = new OneJvm();

    public KafkaServer(Path data, int port, int controllerPort) {
        this.secrets = Secrets.in(data);
        this.folder = data.resolve("kafka").toAbsolutePath().normalize();
        this.log = data.resolve("kafka.log").toAbsolutePath().normalize();
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** The value of {@code bootstrap.servers} for clients. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** Where it listens and how to sign in, by the names of Kafka's client settings. */
    public Map<String, Object> clientSettings() {
        return clientSettings(secrets, port);
    }

    /** The same for the stack with these secrets. */
    public static Map<String, Object> clientSettings(Secrets secrets, int port) {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN.formatted(secrets.of(CLIENT)) + ";");
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Path settings = folder.resolve("server.properties");
        Files.deleteIfExists(settings);
        Files.writeString(
                Files.createFile(
                        settings, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                settings(logs));
        Path log4j = Files.writeString(folder.resolve("log4j2.properties"), LOG4J);
        ChildJvm.Command command = new ChildJvm.Command(
                name(),
                log,
                folder,
                Map.of(),
                List.of(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dlog4j2.configurationFile=" + log4j.toUri()),
                Distributions.builtIn("broker.classpath"),
                KafkaMain.class,
                List.of(settings.toString(), logs.toString()));
        jvm.start(command, child -> child.awaitPort(port, PATIENCE));
    }

    private String settings(Path logs) {
        // A single node: every internal topic has one replica, and only few partitions, which load quickly.
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.bootstrap.servers=127.0.0.1:%2$d
                listeners=CLIENTS://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=CLIENTS://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=CLIENTS
                listener.security.protocol.map=CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
                sasl.mechanism.inter.broker.protocol=PLAIN
                sasl.mechanism.controller.protocol=PLAIN
                listener.name.clients.sasl.enabled.mechanisms=PLAIN
                listener.name.clients.plain.sasl.jaas.config=%4$s user_hone="%6$s";
                listener.name.controller.sasl.enabled.mechanisms=PLAIN
                listener.name.controller.plain.sasl.jaas.config=%5$s user_hone="%7$s";
                log.dirs=%3$s
                num.partitions=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=4
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=2097152
                num.network.threads=2
                num.io.threads=4
                """.formatted(
                        port,
                        controllerPort,
                        logs,
                        LOGIN.formatted(secrets.of(CLIENT)),
                        LOGIN.formatted(secrets.of(CONTROLLER)),
                        secrets.of(CLIENT),
                        secrets.of(CONTROLLER));
    }

    private static final String LOG4J = """
            appender.c.type=Console
            appender.c.name=C
            appender.c.layout.type=PatternLayout
            appender.c.layout.pattern=%d{yyyy-MM-dd HH:mm:ss.SSS} %p %c{1} %m%n
            rootLogger.level=warn
            rootLogger.appenderRef.c.ref=C
            """;

    @Override
    public OneJvm jvm() {
        return jvm;
    }

    @Override
    public Path log() {
        return log;
    }
}
