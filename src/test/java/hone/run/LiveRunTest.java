package hone.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.CircleRows;
import hone.Servers;
import hone.contract.PpoRecipe;
import hone.contract.RunEvent;
import hone.model.ModelVersion;
import hone.project.Project;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The stream behind a run's page, read as a browser reads it: it connects again when the server ends the connection. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class LiveRunTest {
    @Inject
    CircleRows rows;

    @Inject
    RequestRun requests;

    @Inject
    ApplyRunEvent apply;

    @TestHTTPResource
    URI server = URI.create("http://unset");

    @Test
    void anOpenPageIsToldOfEachChangeAndOfTheEnd() throws InterruptedException {
        Project project = rows.project();
        TrainingRun run = ppo(project);
        String id = run.id.toString();
        String page = "/p/" + project.slug + "/runs/" + run.number;
        List<String> told = new CopyOnWriteArrayList<>();
        Thread reader = Thread.ofPlatform().daemon().start(() -> readUntilOver(page + "/live", told));
        await().atMost(Duration.ofSeconds(30)).until(() -> told.contains("changed"));
        assertThat(page(page)).contains("data-live=\"" + page + "/live\"", "The trainer has not begun yet");

        Instant now = Instant.now();
        happens(new RunEvent.RunStarted(id, 1, now, 0, 20, "double", 1));
        happens(step(id, 2, 1, -0.4));
        int before = told.size();
        happens(step(id, 3, 2, 0.9));
        await().atMost(Duration.ofSeconds(30)).until(() -> told.size() > before);
        assertThat(page(page))
                .contains(
                        "The reward model scores its answers higher so far: <b>0.9</b>, up from <b>−0.4</b> at the first step, a rise of 1.08 to 1.52 (95 %, 128 answers per step).");

        happens(new RunEvent.RolledBack(
                id, 4, now, 2, 0, "A number was not finite.", "nan-loss", Map.of("lr_scale", 0.5), Optional.empty()));
        happens(new RunEvent.RunFailed(id, 5, now, "The disk is full.", "disk-full", Optional.empty()));
        await().atMost(Duration.ofSeconds(30)).until(() -> told.contains("over"));
        reader.join(Duration.ofSeconds(10));
        assertThat(reader.isAlive()).isFalse();
        assertThat(page(page))
                .contains("Rolled back from step 2 to 0: A number was not finite.", "The disk is full.")
                .doesNotContain("data-live");
    }

    private TrainingRun ppo(Project project) {
        ModelVersion base = rows.base(project);
        ModelVersion reward = rows.scoring(project, project.slug + "-reward-0", base);
        return QuarkusTransaction.requiringNew()
                .call(() -> requests.request(
                        project,
                        PpoRecipe.small(),
                        Optional.empty(),
                        new RequestRun.From(base, Optional.of(reward)),
                        RequestRun.RequestedBy.by(Optional.empty()),
                        Instant.now()));
    }

    @Test
    void numbersOfAnyNameAreShownAndWhatIsNoNumberIsLeftOut() {
        Project project = rows.project();
        TrainingRun run = ppo(project);
        String id = run.id.toString();
        happens(new RunEvent.RunStarted(id, 1, Instant.now(), 0, 20, "double", 1));
        happens(new RunEvent.StepReported(
                id,
                2,
                Instant.now(),
                1,
                20,
                Map.of(
                        "<script>alert(1)</script>",
                        3.5,
                        "objective/scores",
                        Double.NaN,
                        "brand/new",
                        -7.25,
                        "prompts_too_long",
                        1.0,
                        "prompts_refused",
                        1204.0,
                        "written_refused",
                        0.0)));

        String body = page("/p/" + project.slug + "/runs/" + run.number);
        assertThat(body)
                .contains(
                        "brand/new",
                        "−7.25",
                        "&lt;script&gt;alert(1)",
                        "<dd>1 prompt that leaves no room for a whole answer, 1\u202f204 prompts that the chat template refuses</dd>")
                .doesNotContain("<script>alert", "NaN", "written answers that the chat template refuses");
    }

    private static RunEvent step(String run, long sequence, long step, double score) {
        return new RunEvent.StepReported(
                run,
                sequence,
                Instant.now(),
                step,
                20,
                Map.of("objective/scores", score, "objective/scores_deviation", 0.9, "objective/kl", 1.5));
    }

    private void happens(RunEvent event) {
        QuarkusTransaction.requiringNew().run(() -> apply.apply(event, Instant.now()));
    }

    private static String page(String path) {
        return given().accept("text/html")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private void readUntilOver(String path, List<String> told) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!told.contains("over")) {
                HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                        .header("Accept", "text/event-stream")
                        .build();
                HttpResponse<Stream<String>> answer = client.send(request, BodyHandlers.ofLines());
                assertThat(answer.headers().firstValue("X-Accel-Buffering")).contains("no");
                try (Stream<String> lines = answer.body()) {
                    lines.filter(line -> line.startsWith("event:"))
                            .forEach(line ->
                                    told.add(line.substring("event:".length()).strip()));
                }
            }
        } catch (IOException e) {
            told.add("broken: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
