package hone.bench.labeling;

import hone.bench.figures.Figures;
import hone.bench.http.Browser;
import hone.bench.http.SignIn;
import hone.bench.stack.RunningHone;
import hone.contract.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The labelers: created in Keycloak by its administrator, each signed in once as a browser does it. */
final class People {
    /** Signing in costs Keycloak a slow password hash; more at once would only wait. */
    private static final int SIGN_INS_AT_ONCE = 2;

    /** On a busy machine Keycloak may take longer than the app waits for it; a person would press the button again. */
    private static final int ATTEMPTS = 3;

    private final RunningHone hone;
    private final HttpClient client;

    People(RunningHone hone, HttpClient client) {
        this.hone = hone;
        this.client = client;
    }

    static List<String> usernames(int count) {
        return IntStream.range(0, count).mapToObj("labeler-%03d"::formatted).toList();
    }

    private static String passwordOf(String username) {
        return "Enough-4-" + username;
    }

    void make(List<String> usernames) throws IOException, InterruptedException {
        List<Map<String, Object>> users = usernames.stream()
                .map(name -> Map.<String, Object>of(
                        "username",
                        name,
                        "enabled",
                        true,
                        "emailVerified",
                        true,
                        "email",
                        name + "@example.org",
                        "firstName",
                        "Labeler",
                        "lastName",
                        name,
                        "credentials",
                        List.of(Map.of("type", "password", "value", passwordOf(name), "temporary", false)),
                        "realmRoles",
                        // Scripts: marked as such, and not asked whether they have read what they judge.
                        List.of("labeler", "simulated")))
                .toList();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(keycloak("/admin/realms/hone/partialImport"))
                        .header("Authorization", "Bearer " + administrator())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                Wire.write(Map.of("ifResourceExists", "SKIP", "users", users))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("Keycloak did not make the labelers: " + answer.statusCode() + " " + answer.body());
        }
    }

    private String administrator() throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password="
                + URLEncoder.encode(hone.keycloakPassword(), StandardCharsets.UTF_8);
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(keycloak("/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("Keycloak's administrator was not let in: " + answer.statusCode());
        }
        return Wire.mapper().readTree(answer.body()).path("access_token").asText();
    }

    private URI keycloak(String path) {
        return URI.create("http://localhost:" + hone.ports().keycloak() + path);
    }

    /** In the order of the names. */
    List<Browser> signIn(List<String> usernames) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(SIGN_INS_AT_ONCE)) {
            List<Future<Browser>> all = new ArrayList<>();
            for (String name : usernames) {
                all.add(threads.submit(() -> signIn(name)));
            }
            List<Browser> signedIn = new ArrayList<>();
            for (Future<Browser> one : all) {
                signedIn.add(one.get());
            }
            return signedIn;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a labeler could not sign in: " + e.getCause(), e.getCause());
        }
    }

    private Browser signIn(String username) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Browser browser = new Browser(client);
            try {
                SignIn.to(browser, hone.app().resolve("/home"), username, passwordOf(username));
                return browser;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Figures.log("%s signs in again: %s", username, e.getMessage());
            }
        }
    }
}
