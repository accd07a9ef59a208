package hone;

import com.sun.net.httpserver.HttpServer;
import hone.devstack.Stack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL and Kafka for the tests: new and empty for each run, on free ports. */
public class Servers implements QuarkusTestResourceLifecycleManager {
    public static final String LINEAGE_TOPIC = "openlineage.events";

    private Stack stack;
    private ModelServerDouble models;
    private HttpServer lineage;

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
        Path checkpoints = folder("hone-models");
        models = ModelServerDouble.started(checkpoints);
        lineage = collector();
        Map<String, String> settings = new HashMap<>(Map.of(
                "hone.serve.url", models.url(),
                "hone.serve.token", ModelServerDouble.TOKEN,
                "hone.serve.tick", "1s",
                "quarkus.datasource.jdbc.url", stack.jdbcUrl("hone"),
                "quarkus.datasource.username", stack.user("hone"),
                "quarkus.datasource.password", stack.password("hone")));
        settings.put(
                "hone.openlineage.url",
                "http://127.0.0.1:" + lineage.getAddress().getPort() + "/api/v1/lineage");
        settings.put("hone.openlineage.topic", LINEAGE_TOPIC);
        settings.put("hone.openlineage.tick", "200ms");
        settings.put("hone.models", checkpoints.toString());
        settings.put("hone.arrivals.folder", folder("hone-offered").toString());
        stack.kafkaClient().forEach((name, value) -> settings.put("kafka." + name, value.toString()));
        return settings;
    }

    private static Path folder(String name) {
        try {
            return Files.createTempDirectory(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes every event. */
    private static HttpServer collector() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(201, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (lineage != null) {
            lineage.stop(0);
        }
        if (models != null) {
            models.close();
        }
        if (stack != null) {
            stack.close();
        }
    }
}
