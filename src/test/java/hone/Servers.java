package hone;

import hone.devstack.Stack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL and Kafka for the tests: new and empty for each run, on free ports. */
public class Servers implements QuarkusTestResourceLifecycleManager {
    private Stack stack;
    private ModelServerDouble models;

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
        models = ModelServerDouble.started();
        Map<String, String> settings = new HashMap<>(Map.of(
                "hone.serve.url", models.url(),
                "hone.serve.token", ModelServerDouble.TOKEN,
                "hone.serve.tick", "1s",
                "quarkus.datasource.jdbc.url", stack.jdbcUrl("hone"),
                "quarkus.datasource.username", stack.user("hone"),
                "quarkus.datasource.password", stack.password("hone")));
        stack.kafkaClient().forEach((name, value) -> settings.put("kafka." + name, value.toString()));
        return settings;
    }

    @Override
    public void stop() {
        if (models != null) {
            models.close();
        }
        if (stack != null) {
            stack.close();
        }
    }
}
