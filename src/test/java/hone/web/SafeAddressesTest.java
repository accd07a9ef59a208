package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens before anybody is recognised: the address, the cookies of unfinished sign-ins, the ways out. */
@QuarkusTest
@WithTestResource(Servers.class)
class SafeAddressesTest {
    @Test
    void whoeverTypesTheNumberOfThisMachineIsLedToItsName() throws Exception {
        HttpResponse<String> led = get("http://127.0.0.1:" + RestAssured.port + "/p/any/tasks?kind=ranking&state=open");

        assertThat(led.statusCode()).isEqualTo(302);
        assertThat(led.headers().firstValue("Location"))
                .contains("http://localhost:" + RestAssured.port + "/p/any/tasks?kind=ranking&state=open");
    }

    @Test
    void programsKeepTheAddressThatTheyWereGiven() throws Exception {
        assertThat(get("http://127.0.0.1:" + RestAssured.port + "/api/tasks/1/lineage")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("http://localhost:" + RestAssured.port + "/static/hone.css")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void unfinishedSignInsLeaveAFewCookiesAtMost() throws Exception {
        List<String> names = IntStream.rangeClosed(1, 40)
                .mapToObj(way -> "q_auth_0b5f6c1e-0000-4000-8000-%012d".formatted(way))
                .toList();
        String cookies =
                names.stream().map(name -> name + "=" + "v".repeat(400)).collect(Collectors.joining("; "));

        HttpResponse<String> answer = get("http://localhost:" + RestAssured.port + "/", "hone-zone=UTC; " + cookies);

        List<String> taken = answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.contains("Max-Age=0"))
                .map(cookie -> cookie.replaceAll("=.*", ""))
                .toList();
        assertThat(answer.statusCode()).as("not 431").isEqualTo(303);
        assertThat(taken).as("the oldest, which browsers send first").isEqualTo(names.subList(0, 35));
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void lookingAtTheAddressOfSigningOutSignsNobodyOut() throws Exception {
        HttpResponse<String> looked = get("http://localhost:" + RestAssured.port + "/sign-out");

        assertThat(looked.statusCode()).isEqualTo(303);
        assertThat(looked.headers().firstValue("Location").orElse("")).endsWith("/home");
    }

    @Test
    void whatIsNoWordOfTheIdentityProviderEndsNoSession() throws Exception {
        for (String body :
                List.of("", "logout_token=", "logout_token=a.b.c", "other=1", "logout_token=" + "x".repeat(70_000))) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + RestAssured.port + "/auth/session-ended"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .as(body.length() + " characters")
                        .isBetween(400, 413);
            }
        }
    }

    private static HttpResponse<String> get(String address, String... cookies)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html");
        for (String cookie : cookies) {
            request.header("Cookie", cookie);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
