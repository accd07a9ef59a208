package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever hangs up in the middle of a stream makes room: there is one slot here, and its answer has 99 000 tokens. */
class HangingUpTest {
    private static final int TOKENS = 100_000;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theSlotOfAnAnswerThatNobodyReadsGoesToTheNext() throws Exception {
        try (Serve server = oneSlot()) {
            Asking ask = new Asking(server.port());
            HttpResponse<Stream<String>> endless = ask.stream(
                    Asking.CHAT,
                    Asking.body("Tell me of Milo.", "\"temperature\":0,\"max_tokens\":99000,\"stream\":true"));
            Iterator<String> lines = endless.body().iterator();
            while (!lines.next().matches("data: .*\"delta\":\\{\"content\":\"[^\"].*")) {
                // the answer has not begun
            }
            assertThat(writing(ask)).isEqualTo(1);

            endless.body().close();

            Asking.Answer next = ask.chat("Where is Vera?", "\"temperature\":0,\"max_tokens\":3");
            assertThat(next.status()).isEqualTo(200);
            assertThat(next.body().path("usage").path("completion_tokens").asInt())
                    .isEqualTo(3);
            while (writing(ask) > 0) {
                // its last token is told a moment before its slot is free
            }
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void soDoesTheSlotOfOneWhoWaitedForAWholeAnswer() throws Exception {
        try (Serve server = oneSlot()) {
            Asking ask = new Asking(server.port());
            byte[] body = Asking.body("Tell me of Milo.", "\"temperature\":0,\"max_tokens\":99000")
                    .getBytes(StandardCharsets.UTF_8);
            try (Socket caller = new Socket("127.0.0.1", server.port())) {
                caller.getOutputStream()
                        .write(
                                ("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                                                + "Content-Length: " + body.length + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                caller.getOutputStream().write(body);
                while (writing(ask) < 1) {
                    // the answer has not begun
                }
            }

            while (writing(ask) > 0) {
                // its row is freed within seconds; by itself it would end after 99 000 tokens
            }
            Asking.Answer next = ask.chat("Where is Vera?", "\"temperature\":0,\"max_tokens\":3");
            assertThat(next.text()).isNotBlank();
        }
    }

    private Serve oneSlot() throws Exception {
        return Serve.started(ServeOptions.of(
                List.of(
                        EndlessModel.laidInto(folder, TOKENS).toString(),
                        "--name",
                        "base",
                        "--port",
                        "0",
                        "--threads",
                        "1",
                        "--rows",
                        "1",
                        "--tokens",
                        Integer.toString(TOKENS)),
                Map.of()));
    }

    private static int writing(Asking ask) throws Exception {
        return ask.get("/health").body().path("writing").asInt(-1);
    }
}
