package hone.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an administrator does in Keycloak's console, done over its interface. */
final class IdentityProvider {
    private final String address;
    private final String password;

    /** @param address without a slash at the end */
    IdentityProvider(String address, String password) {
        this.address = address;
        this.password = password;
    }

    /** For as long as the action takes, so that a test need not wait for the minute that the realm gives them. */
    void whileTokensLive(int seconds, Runnable action) {
        String token = token();
        put(token, "", "{\"accessTokenLifespan\": " + seconds + "}");
        try {
            action.run();
        } finally {
            put(token(), "", "{\"accessTokenLifespan\": 50}");
        }
    }

    void disable(String username) {
        set(username, "false");
    }

    void enable(String username) {
        set(username, "true");
    }

    private void set(String username, String enabled) {
        String token = token();
        String id = found(
                send(
                        token,
                        HttpRequest.newBuilder(
                                URI.create(address + "/admin/realms/hone/users?exact=true&username=" + username))),
                "id");
        put(token, "/users/" + id, "{\"enabled\": " + enabled + "}");
    }

    private String token() {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(address + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=password&client_id=admin-cli&username=admin&password=" + password));
        return found(send("", request), "access_token");
    }

    private void put(String token, String path, String json) {
        send(
                token,
                HttpRequest.newBuilder(URI.create(address + "/admin/realms/hone" + path))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(json)));
    }

    private static String send(String token, HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    token.isEmpty()
                            ? request.build()
                            : request.header("Authorization", "Bearer " + token).build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(answer.uri() + " answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String found(String json, String name) {
        Matcher value = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!value.find()) {
            throw new AssertionError("no " + name + " in " + json);
        }
        return value.group(1);
    }
}
