package hone.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrowserTest {
    private HttpServer server;
    private final Browser browser = new Browser(Browser.sharedClient());

    @BeforeEach
    void aSiteWithASignIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/work", exchange -> {
            if (cookies(exchange).contains("session=7")) {
                answer(exchange, 200, "<form method=post action=/out><input name=x value=1></form>");
            } else {
                exchange.getResponseHeaders().add("Location", "/sign-in?back=%2Fwork");
                answer(exchange, 302, "");
            }
        });
        server.createContext(
                "/sign-in",
                exchange -> answer(exchange, 200, "<form method=post action=/enter><input name=user></form>"));
        server.createContext("/enter", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "session=7; Path=/; HttpOnly; Secure; SameSite=Lax");
            exchange.getResponseHeaders().add("Set-Cookie", "elsewhere=1; Path=/enter");
            exchange.getResponseHeaders().add("Location", "/work");
            answer(exchange, 303, "");
        });
        server.createContext("/out", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "session=; Path=/; Max-Age=0");
            answer(exchange, 200, cookies(exchange));
        });
        server.start();
    }

    @AfterEach
    void closed() {
        server.stop(0);
    }

    @Test
    void signsInThroughRedirectsAndKeepsTheSessionUntilItIsTakenAway() throws Exception {
        Page signIn = browser.get(at("/work"));
        Page work = browser.submit(signIn.formWith("user").orElseThrow().with("user", "lena"));
        Page out = browser.submit(work.formWith("x").orElseThrow());
        Page again = browser.get(at("/work"));

        assertThat(signIn.address()).isEqualTo(at("/sign-in?back=%2Fwork"));
        assertThat(work.address()).isEqualTo(at("/work"));
        assertThat(out.body()).isEqualTo("session=7");
        assertThat(again.address().getPath()).isEqualTo("/sign-in");
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private static String cookies(HttpExchange exchange) {
        String cookies = exchange.getRequestHeaders().getFirst("Cookie");
        return cookies == null ? "" : cookies;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
