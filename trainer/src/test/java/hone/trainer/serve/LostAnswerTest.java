package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import hone.trainer.model.SafeTensors;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.Tokenizer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model whose weights are finite, but which computes more than a float holds as soon as it reads one of its tokens: whoever
 * wrote that is told so, and nobody else notices.
 */
class LostAnswerTest {
    private static final String POISON = "~";
    private static final int TOKENS = 100_000;
    private static final float HUGE = 1e30f;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoeverAsksWhatTheModelCanNotComputeIsToldSoAndOthersGoOn() throws Exception {
        try (Serve server = Serve.started(ServeOptions.of(
                List.of(
                        brittle().toString(),
                        "--name",
                        "base",
                        "--port",
                        "0",
                        "--threads",
                        "1",
                        "--rows",
                        "2",
                        "--tokens",
                        Integer.toString(TOKENS)),
                Map.of()))) {
            Asking ask = new Asking(server.port());
            String before = answer(ask);
            HttpResponse<Stream<String>> other = ask.stream(
                    Asking.CHAT,
                    Asking.body("Tell me of Milo.", "\"temperature\":0,\"max_tokens\":99000,\"stream\":true"));
            Iterator<String> lines = other.body().iterator();
            awaitText(lines);

            // Long enough that its place in the cache lies within what later rows look past.
            String poisoned = "Where is Vera? ".repeat(3) + POISON;
            for (String settings : List.of(
                    "\"temperature\":0",
                    "\"temperature\":1",
                    "\"temperature\":1,\"top_p\":0.9",
                    "\"temperature\":1,\"top_k\":5,\"min_p\":0.1")) {
                Asking.Answer lost = ask.chat(poisoned, settings + ",\"max_tokens\":5");
                assertThat(lost.status()).as(settings).isEqualTo(500);
                assertThat(lost.code()).as(settings).isEqualTo("not_finite");
                assertThat(lost.body().path("error").path("message").asText())
                        .contains("NaN or an infinite number")
                        .doesNotContain("Exception");
            }

            awaitText(lines);
            assertThat(answer(ask)).as("in the place of the lost ones").isEqualTo(before);
            // The row of an answer that has just been sent may be counted a moment longer; the other one goes on
            // meanwhile.
            do {
                awaitText(lines);
            } while (ask.get("/health").body().path("writing").asInt() != 1);
            other.body().close();
        }
    }

    private static String answer(Asking ask) throws Exception {
        Asking.Answer answer = ask.chat("Where is Vera?", "\"temperature\":0,\"max_tokens\":12");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isNotBlank();
        return answer.text();
    }

    private static void awaitText(Iterator<String> lines) {
        for (int told = 0; told < 3; ) {
            String line = lines.next();
            assertThat(line).doesNotContain("\"error\"");
            if (line.matches("data: .*\"delta\":\\{\"content\":\"[^\"].*")) {
                told++;
            }
        }
    }

    /** The model that ships, never ending by itself, in which one number of one token's embedding overflows. */
    private Path brittle() throws IOException {
        EndlessModel.laidInto(folder, TOKENS);
        Torch.start(1);
        int poison;
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            int[] ids = tokenizer.encode(POISON);
            poison = ids[ids.length - 1];
        }
        Path file = folder.resolve("model.safetensors");
        Map<String, Tensor> weights = SafeTensors.read(file);
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            poison(weights, poison);
            SafeTensors.write(file, weights);
        } finally {
            weights.values().forEach(Scope::release);
        }
        return folder;
    }

    /** The first number of every state is 0, but for that token; the first layer multiplies it beyond all floats. */
    private static void poison(Map<String, Tensor> weights, int token) {
        weights.forEach((name, tensor) -> {
            if (name.endsWith("embed_tokens.weight")) {
                tensor.select(1, 0).zero_();
                tensor.select(0, token).select(0, 0).fill_(new Scalar(1.0));
            } else if (name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight")) {
                tensor.select(0, 0).zero_();
            }
        });
        for (String part : List.of("gate", "up")) {
            Tensor matrix = first(weights, part);
            matrix.select(0, 0).zero_();
            matrix.select(0, 0).select(0, 0).fill_(new Scalar(HUGE));
        }
        first(weights, "down").select(1, 0).narrow(0, 1, 1).fill_(new Scalar(HUGE));
    }

    private static Tensor first(Map<String, Tensor> weights, String part) {
        return Objects.requireNonNull(weights.get("model.layers.0.mlp." + part + "_proj.weight"));
    }
}
