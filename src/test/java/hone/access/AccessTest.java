package hone.access;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The committed table access.tsv says for each endpoint and role which status answers a request without any input. Who is who:
 * lena is a member, sam of another project only, ravi is a member and reviewer, ada is an admin, the command line a program.
 * Nobody gets 401 here; in the running app the browser is led to the sign-in instead.
 */
@QuarkusTest
@WithTestResource(Servers.class)
class AccessTest {
    private static final List<String> ROLES = List.of("nobody", "labeler", "stranger", "reviewer", "admin", "program");

    /** The column that says whose answers, and decisions about them, a page shows; see {@link BlindTest}. */
    private static final String ANSWERS = "answers";

    @Inject
    AccessWorld world;

    @Inject
    AgroalDataSource pool;

    @Inject
    Scheduler scheduler;

    @Test
    void everyEndpointOfTheRunningAppStandsInTheTableAndNoOther() {
        List<Endpoint> running = Endpoint.ofRunningApp();

        assertThat(running).hasSizeGreaterThan(30).contains(new Endpoint("GET", "/home"));
        assertThat(table().keySet()).containsExactlyInAnyOrderElementsOf(running);
    }

    @Test
    void nobodyIsLetInWithoutSigningIn() {
        compare("nobody");
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void aLabelerReachesTheWorkOfTheirProjects() {
        compare("labeler");
    }

    @Test
    @TestSecurity(user = "sam", roles = "labeler")
    void aMemberOfAnotherProjectLearnsNothingOfThisOne() {
        compare("stranger");
    }

    @Test
    @TestSecurity(
            user = "ravi",
            roles = {"labeler", "reviewer"})
    void aReviewerReachesWhatTheTableSays() {
        compare("reviewer");
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"labeler", "reviewer", "admin"})
    void anAdminReachesWhatTheTableSays() {
        compare("admin");
    }

    @Test
    @TestSecurity(user = "service-account-hone-cli", roles = "program")
    void aProgramReachesItsInterfaceOnly() {
        compare("program");
    }

    /** A request that wants a second one waits for others that do so too, as many as there are connections, until all fail. */
    @Test
    @TestSecurity(
            user = "ada",
            roles = {"labeler", "reviewer", "admin"})
    void noRequestNeedsTwoConnectionsAtATime() throws SQLException {
        List<Connection> others = new ArrayList<>();
        scheduler.pause(); // Its jobs would take the one that is left.
        try {
            int all = pool.getConfiguration().connectionPoolConfiguration().maxSize();
            for (int i = 1; i < all; i++) {
                others.add(pool.getConnection());
            }
            compare("admin");
        } finally {
            for (Connection other : others) {
                other.close();
            }
            scheduler.resume();
        }
    }

    private void compare(String role) {
        AccessWorld.Place place = world.open("lena");
        Requests requests = Requests.from("/home");
        List<String> expected = new ArrayList<>();
        List<String> seen = new ArrayList<>();

        table().forEach((endpoint, row) -> {
            int status = requests.send(endpoint, place.at(endpoint.path())).status();
            expected.add(endpoint + " " + row.get(role));
            seen.add(endpoint + " " + status);
        });

        leaveForWhoeverWritesTheTable(role, seen);
        assertThat(seen).as("what %s gets", role).isEqualTo(expected);
    }

    /**
     * Whose answers a page shows, by its path, of those that labelers or reviewers may open: those of one's {@code own} work;
     * {@code settled} ones, to reviewers, once they can't judge them any more; {@code none}.
     */
    static Map<String, String> answersSeen() {
        Map<String, String> seen = new LinkedHashMap<>();
        table().forEach((endpoint, row) -> {
            if (!row.getOrDefault(ANSWERS, "-").equals("-")) {
                seen.put(endpoint.path(), row.getOrDefault(ANSWERS, "-"));
            }
        });
        return seen;
    }

    private static void leaveForWhoeverWritesTheTable(String role, List<String> seen) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "access"));
            Files.write(folder.resolve(role + ".txt"), seen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Endpoint, Map<String, String>> table() {
        Map<Endpoint, Map<String, String>> rows = new LinkedHashMap<>();
        for (String line : text().lines().toList()) {
            if (line.isBlank() || line.startsWith("#") || line.startsWith("method")) {
                continue;
            }
            String[] cells = line.split("\t", -1);
            assertThat(cells).as(line).hasSizeBetween(ROLES.size() + 2, ROLES.size() + 3);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < ROLES.size(); i++) {
                row.put(ROLES.get(i), cells[i + 2]);
            }
            boolean readable = cells[0].equals("GET") && row.containsValue("200");
            row.put(ANSWERS, cells.length > ROLES.size() + 2 ? cells[ROLES.size() + 2] : readable ? "none" : "-");
            rows.put(new Endpoint(cells[0], cells[1]), row);
        }
        return rows;
    }

    private static String text() {
        try (InputStream table = AccessTest.class.getResourceAsStream("/access.tsv")) {
            assertThat(table).as("access.tsv").isNotNull();
            return new String(table.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
