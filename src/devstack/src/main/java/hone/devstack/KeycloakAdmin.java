package hone.devstack;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few things that Hone does in Keycloak as its administrator {@code admin}, over HTTP. */
final class KeycloakAdmin implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern FIRST_ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    /** @param address without a trailing slash */
    KeycloakAdmin(String address) {
        this.address = address;
    }

    /** Empty when this is not the administrator's password. */
    Optional<String> token(String password) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                        URI.create(address + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=password&client_id=admin-cli&username=admin&password=" + encoded(password))));
        Matcher token = TOKEN.matcher(answer.body());
        return answer.statusCode() == 200 && token.find() ? Optional.of(token.group(1)) : Optional.empty();
    }

    void setAdministratorsPassword(String token, String password) throws IOException, InterruptedException {
        String users = "/admin/realms/master/users";
        String id = idOf(token, users + "?exact=true&username=admin")
                .orElseThrow(() -> new IOException("Keycloak has no administrator admin"));
        put(
                token,
                users + "/" + id + "/reset-password",
                "{\"type\":\"password\",\"temporary\":false,\"value\":\"%s\"}".formatted(password));
    }

    /** Does nothing for a client that the realm does not have. */
    void setClientSecret(String token, String client, String secret) throws IOException, InterruptedException {
        String clients = "/admin/realms/hone/clients";
        Optional<String> id = idOf(token, clients + "?clientId=" + encoded(client));
        if (id.isPresent()) {
            put(token, clients + "/" + id.get(), "{\"clientId\":\"%s\",\"secret\":\"%s\"}".formatted(client, secret));
        }
    }

    /** Slows down guessing the administrator's password, and logs what administrators do. */
    void protectMaster(String token) throws IOException, InterruptedException {
        put(token, "/admin/realms/master", """
                {"bruteForceProtected": true, "failureFactor": 10, "eventsEnabled": true, "eventsExpiration": 7776000,
                 "adminEventsEnabled": true, "adminEventsDetailsEnabled": true,
                 "passwordPolicy": "length(12) and notUsername(undefined)"}""");
    }

    /** Gives the realm's sign-in page Hone's theme and its languages. */
    void dressRealm(String token) throws IOException, InterruptedException {
        put(token, "/admin/realms/hone", """
                {"loginTheme": "hone", "internationalizationEnabled": true, "supportedLocales": ["de", "en", "es"],
                 "defaultLocale": "en"}""");
    }

    /** A realm as JSON. */
    String realm(String token, String name) throws IOException, InterruptedException {
        return send(authorised(token, "/admin/realms/" + name).GET()).body();
    }

    private Optional<String> idOf(String token, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(authorised(token, path).GET());
        Matcher id = FIRST_ID.matcher(answer.body());
        return answer.statusCode() == 200 && id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }

    private void put(String token, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(authorised(token, path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
        if (answer.statusCode() != 204) {
            throw new IOException("Keycloak answered %d to PUT %s".formatted(answer.statusCode(), path));
        }
    }

    private HttpRequest.Builder authorised(String token, String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
