package hone.supervisor;

import hone.devstack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** One Kafka for all tests of this JVM; it ends with it. */
final class Broker {
    private static final String ADDRESS = "test.broker";

    private Broker() {}

    /** Kept in a system property, since Quarkus tests load this class a second time. */
    static synchronized String bootstrap() {
        String known = System.getProperty(ADDRESS);
        if (known != null) {
            return known;
        }
        try {
            Stack stack = Stack.in(Files.createTempDirectory("hone-supervisor-test"))
                    .kafka()
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            System.setProperty(ADDRESS, stack.kafkaBootstrap());
            return stack.kafkaBootstrap();
        } catch (IOException e) {
            throw new IllegalStateException("no broker", e);
        }
    }

    static KafkaClients clients() {
        return new KafkaClients(Map.of("bootstrap.servers", bootstrap()));
    }
}
