package hone.talk;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks as the talk page does, on a connection of its own: closing it hangs up. */
record HungUpOn(Socket socket) implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");

    static HungUpOn asked(String page, String text) throws IOException {
        return asked(page, "", text);
    }

    /** @param talk the conversation that goes on; empty begins one */
    static HungUpOn asked(String page, String talk, String text) throws IOException {
        Response form = given().accept("text/html").get(page);
        Matcher token = TOKEN.matcher(form.asString());
        if (!token.find()) {
            throw new AssertionError("no form on " + page);
        }
        String body = "talk=" + talk + "&say=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&csrf-token="
                + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        String cookies = form.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.getOutputStream()
                .write(String.join(
                                "\r\n",
                                "POST " + page + " HTTP/1.1",
                                "Host: localhost:" + RestAssured.port,
                                "Accept: application/x-ndjson, application/json",
                                "Content-Type: application/x-www-form-urlencoded",
                                "Content-Length: " + body.length(),
                                "Cookie: " + cookies,
                                "Connection: close",
                                "",
                                body)
                        .getBytes(StandardCharsets.UTF_8));
        return new HungUpOn(socket);
    }

    /** Reads the beginning of the answer, which names the conversation. */
    String talk() throws IOException {
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder read = new StringBuilder();
        for (String line = answer.readLine(); line != null; line = answer.readLine()) {
            read.append(line).append('\n');
            if (line.startsWith("{\"talk\"")) {
                return Wire.read(line, JsonNode.class).path("talk").asText();
            }
        }
        throw new AssertionError("no answer began:\n" + read);
    }

    /** Reads on until the server has ended the answer. */
    void awaitEnd() throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
