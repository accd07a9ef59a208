package hone.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies may be 64 MiB; only files to import may be larger. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class LimitBodiesTest {
    private static final int LARGE = (64 << 20) + 1;

    @ParameterizedTest
    @ValueSource(
            strings = {"/projects", "/p/some/guidelines", "/p/some/imports/raters", "/api/v1/projects", "/importer"})
    void aLargeBodyIsRefusedBeforeItIsSent(String address) throws IOException {
        try (Socket socket = sending(address, "Content-Length: " + LARGE)) {
            assertThat(status(socket)).contains(" 413 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/projects", "/api/v1/projects"})
    void aBodyThatDoesNotSayItsSizeIsRefusedWhenItTurnsOutTooLarge(String address) throws IOException {
        try (Socket socket = sending(address, "Transfer-Encoding: chunked")) {
            OutputStream out = socket.getOutputStream();
            // Blanks before JSON are read and mean nothing.
            String filling = address.startsWith("/api") ? " " : "a";
            byte[] chunk = ("100000\r\n" + filling.repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int sent = 0; sent <= 64 && socket.getInputStream().available() == 0; sent++) {
                out.write(chunk);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(status(socket)).contains(" 413 ");
            if (address.startsWith("/api")) {
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .contains("application/problem+json", "larger than 64 MB");
            }
        }
    }

    @Test
    void aFileToImportMayBeLarger() {
        given().contentType("application/octet-stream")
                .accept("application/json")
                .body("{\"prompt\": \"One?\"}\n".concat(" ".repeat(LARGE)).getBytes(StandardCharsets.US_ASCII))
                .post("/api/projects/nobodys/import")
                .then()
                .statusCode(equalTo(404));
    }

    /** The body of a request that switches is kept in memory as it comes, whether anybody reads it or not. */
    @Test
    void noRequestSwitchesToHttp2() throws IOException {
        String upgrade = "Content-Length: 2\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA";
        try (Socket socket = sending("/api/v1/projects", upgrade)) {
            socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));

            assertThat(status(socket)).startsWith("HTTP/1.1 ").doesNotContain(" 101 ");
        }
    }

    private static Socket sending(String address, String header) throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(String.join(
                                "\r\n",
                                "POST " + address + " HTTP/1.1",
                                "Host: localhost:" + RestAssured.port,
                                "Content-Type: "
                                        + (address.startsWith("/api")
                                                ? "application/json"
                                                : "application/x-www-form-urlencoded"),
                                header,
                                "",
                                "")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }
}
