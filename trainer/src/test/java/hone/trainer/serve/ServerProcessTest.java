package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The server as the process that it is. */
class ServerProcessTest {
    private static final Path TRAINER = Path.of(System.getProperty("hone.root"), "trainer");

    @Test
    void anAnswerUnderWayIsWrittenToItsEndAfterSigterm() throws Exception {
        Process server = start("--port", "0", "--threads", "1");
        try {
            Asking ask = new Asking(port(server));
            refusesAMegabyteOfDigitsSixTimesAtOnce(ask); // that once ended the process
            HttpResponse<Stream<String>> stream = ask.stream(
                    "/v1/completions",
                    "{\"model\":\"base\",\"prompt\":\"Milo\",\"max_tokens\":300,\"seed\":3,\"stream\":true}");
            Iterator<String> lines = stream.body().iterator();
            List<String> all = new ArrayList<>();
            all.add(lines.next());
            server.destroy(); // SIGTERM
            lines.forEachRemaining(all::add);

            List<JsonNode> events = Asking.events(all.stream());
            assertThat(Asking.reason(events)).isPresent();
            assertThat(server.waitFor()).isEqualTo(143);
        } finally {
            server.destroyForcibly();
        }
    }

    private static void refusesAMegabyteOfDigitsSixTimesAtOnce(Asking ask) throws Exception {
        String digits = "7".repeat(1_000_000);
        List<Future<Asking.Answer>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                all.add(callers.submit(() -> ask.chat(digits, "\"max_tokens\":1")));
            }
        }
        for (Future<Asking.Answer> one : all) {
            assertThat(one.get().code()).isEqualTo("context_length_exceeded");
        }
    }

    @Test
    void itEndsWithItsParent() throws Exception {
        Process server = start("--port", "0", "--with-parent");
        port(server);
        server.getOutputStream().close();

        assertThat(server.waitFor()).isZero();
    }

    private static Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + TRAINER.resolve("worker.jvm").toAbsolutePath(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "hone.trainer.Main",
                "serve",
                TRAINER.resolve("base").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeAll(List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"));
        return builder.start();
    }

    private static int port(Process server) throws IOException {
        BufferedReader output = server.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher said = Pattern.compile("Serving at http://127\\.0\\.0\\.1:(\\d+)/v1")
                    .matcher(line);
            if (said.find()) {
                return Integer.parseInt(said.group(1));
            }
        }
        throw new IOException("the server ended before it served");
    }
}
