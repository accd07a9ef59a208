package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.contract.Example;
import hone.contract.Recipe;
import hone.contract.RunCommand;
import hone.contract.RunEvent;
import hone.contract.RunInputs;
import hone.contract.Wire;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The supervisor as the application that is started: settings, health, metrics. */
@QuarkusTest
@WithTestResource(ApplicationTest.Surroundings.class)
class ApplicationTest {
    @TestHTTPResource(value = "/", management = true)
    URI management = URI.create("");

    @Inject
    SupervisorConfig config;

    /** Topics come late, as when the trainer is up before the app. */
    @Test
    void itIsReadyOnceTheAppHasMadeTheTopicsAndThenTakesRuns() throws IOException {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);

        World world = new World(Objects.requireNonNull(config.runs().getParent()), config.topics());
        world.createTopics();
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/health/ready").statusCode() == 200);
        world.workers("start,succeed");
        world.send(new RunCommand.RunRequested(
                "run-1",
                "project-1",
                Wire.read(Example.resource("Recipe/generate.json"), Recipe.class),
                Optional.empty(),
                RunInputs.policy(world.base),
                7,
                Instant.EPOCH,
                Optional.empty()));

        List<RunEvent> events = world.eventsToTheEnd("run-1");

        assertThat(events.getLast()).isInstanceOf(RunEvent.RunSucceeded.class);
        assertThat(get("/health/ready").body()).contains("Kafka");
        assertThat(get("/metrics").body()).contains("hone_run_events_sent_total 2.0");
    }

    private HttpResponse<String> get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(management.resolve("/q" + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static class Surroundings implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            try {
                World world = new World(Files.createTempDirectory("hone-application-test"));
                Map<String, String> settings = new HashMap<>(world.settings());
                Broker.client().forEach((name, value) -> settings.put("kafka." + name, value.toString()));
                return settings;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {}
    }
}
