package hone.access;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.devstack.hostile.HostileRequest;
import hone.devstack.hostile.HostileRequests;
import hone.devstack.hostile.RawHttp;
import hone.devstack.hostile.Route;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Random requests as bytes, by a seed that a failure names: {@code -Dhone.hostile.seed=…} draws the same again. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"labeler", "reviewer", "admin"})
class HostileRequestsTest {
    private static final int REQUESTS = Integer.getInteger("hone.hostile.requests", 2_000);
    private static final Pattern TRACE =
            Pattern.compile("\\n\\s*at [\\w.$/]+\\(|Exception|org\\.hibernate|java\\.lang\\.");

    @Inject
    AccessWorld world;

    private final LogLines log = new LogLines();

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
    }

    @Test
    void noRequestIsAnsweredByAFaultOfOursAndNoneIsInTheLog() throws IOException {
        long seed = Long.getLong("hone.hostile.seed", 1);
        AccessWorld.Place place = world.open("ada");
        Requests signedIn = Requests.from("/home");
        List<Route> routes = Endpoint.ofRunningApp().stream()
                .map(e -> new Route(e.method(), e.path()))
                .toList();
        HostileRequests requests = new HostileRequests(seed, routes, place::at, signedIn.visitor());
        RawHttp http = new RawHttp(RestAssured.port);
        List<String> wrong = new ArrayList<>();
        int refusedForms = 0;

        for (int number = 0; number < REQUESTS; number++) {
            HostileRequest request = requests.at(number);
            RawHttp.Answer answer = http.send(request);
            if (answer.status() >= 500 && !isModelAway(request, answer)) {
                wrong.add(answer.status() + " to " + request.name());
            }
            if (TRACE.matcher(answer.body()).find()) {
                wrong.add("a stack trace to " + request.name());
            }
            if (request.comesBack() && answer.status() / 100 == 4) {
                refusedForms++;
                if (!answer.body().contains(request.typed())) {
                    wrong.add(answer.status() + " without what was typed to " + request.name());
                }
            }
            log.lines().stream()
                    .filter(line -> line.contains(request.typed()) || line.contains("\tat "))
                    .forEach(line -> wrong.add("logged after " + request.name() + ": " + line));
            log.forget();
        }

        leaveForWhoeverMends(wrong);
        assertThat(wrong)
                .as("%d of %d requests of seed %d", wrong.size(), REQUESTS, seed)
                .isEmpty();
        assertThat(refusedForms).isGreaterThan(REQUESTS / 20);
    }

    private static void leaveForWhoeverMends(List<String> wrong) throws IOException {
        Files.write(Files.createDirectories(Path.of("target")).resolve("hostile.txt"), wrong);
    }

    /** Nobody can talk while no model answers, and the page says so. */
    private static boolean isModelAway(HostileRequest request, RawHttp.Answer answer) {
        return answer.status() == 503 && request.name().contains("/talk");
    }

    /** What the app writes to its log, as it would stand there. */
    private static final class LogLines extends Handler {
        private final PatternFormatter format = new PatternFormatter("%p [%c] %s%e");
        private final List<String> lines = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord record) {
            lines.add(format.format(org.jboss.logmanager.ExtLogRecord.wrap(record)));
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }

        synchronized void forget() {
            lines.clear();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
