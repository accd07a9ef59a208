package hone;

import hone.devstack.Stack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** PostgreSQL and Kafka for the tests: new and empty for each run, on free ports. */
public class Servers implements QuarkusTestResourceLifecycleManager {
    private Stack stack;

    @Override
    public Map<String, String> start() {
        try {
            stack = Stack.in(Files.createTempDirectory("hone-test"))
                    .postgres("hone")
                    .kafka()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "quarkus.datasource.jdbc.url", stack.jdbcUrl("hone"),
                "quarkus.datasource.username", stack.user("hone"),
                "quarkus.datasource.password", stack.password("hone"),
                "kafka.bootstrap.servers", stack.kafkaBootstrap());
    }

    @Override
    public void stop() {
        if (stack != null) {
            stack.close();
        }
    }
}
