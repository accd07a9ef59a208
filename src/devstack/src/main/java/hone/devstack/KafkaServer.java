package hone.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One Kafka node, broker and controller in one JVM of its own, transactions included. */
public final class KafkaServer implements JvmServer {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final Path log;
    private final int port;
    private final int controllerPort;
    private final OneJvm jvm = new OneJvm();

    public KafkaServer(Path data, int port, int controllerPort) {
        this.folder = data.resolve("kafka").toAbsolutePath().normalize();
        this.log = data.resolve("kafka.log").toAbsolutePath().normalize();
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** What clients call {@code bootstrap.servers}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Path settings = Files.writeString(folder.resolve("server.properties"), settings(logs));
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
        // A single node: every internal topic has one replica, and few partitions, which are quick to load.
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.bootstrap.servers=127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
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
                """.formatted(port, controllerPort, logs);
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
