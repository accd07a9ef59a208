package hone.supervisor;

import hone.devstack.KafkaServer;
import hone.devstack.Secrets;
import hone.devstack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One Kafka for all tests of this JVM; it ends with it. */
final class Broker {
    private static final String DATA = "test.broker.data";
    private static final String PORT = "test.broker.port";

    private Broker() {}

    /** Where it listens and how to sign in. Known by system properties, since Quarkus tests load this class a second time. */
    static synchronized Map<String, Object> client() {
        if (System.getProperty(DATA) == null) {
            start();
        }
        return KafkaServer.clientSettings(
                Secrets.in(Path.of(System.getProperty(DATA))), Integer.parseInt(System.getProperty(PORT)));
    }

    private static void start() {
        try {
            Path data = Files.createTempDirectory("hone-supervisor-test");
            Stack stack = Stack.in(data).kafka().start();
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            System.setProperty(PORT, Integer.toString(stack.ports().kafka()));
            System.setProperty(DATA, data.toString());
        } catch (IOException e) {
            throw new IllegalStateException("no broker", e);
        }
    }

    /** Tells another JVM of it. */
    static List<String> flags() {
        client();
        return List.of("-D" + DATA + "=" + System.getProperty(DATA), "-D" + PORT + "=" + System.getProperty(PORT));
    }

    static KafkaClients clients() {
        return new KafkaClients(client());
    }
}
