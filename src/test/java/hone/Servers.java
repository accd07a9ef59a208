package hone;

import hone.devstack.DevStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/** PostgreSQL and Kafka for the tests, on free ports. */
public class Servers implements QuarkusTestResourceLifecycleManager {
    private DevStack stack;

    @Override
    public Map<String, String> start() {
        stack = new DevStack(Path.of("target", "devstack-test"), DevStack.Ports.free());
        stack.distributions(Path.of(System.getProperty("hone.root"), ".devstack", "distributions"))
                .postgres("hone")
                .kafka();
        return Map.of(
                "quarkus.datasource.jdbc.url",
                stack.jdbcUrl("hone"),
                "quarkus.datasource.username",
                "hone",
                "quarkus.datasource.password",
                "hone",
                "kafka.bootstrap.servers",
                stack.kafkaBootstrap());
    }

    @Override
    public void stop() {
        stack.close();
    }
}
