package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import hone.trainer.model.Llama;
import hone.trainer.model.ModelFiles;
import hone.trainer.model.Respondent;
import hone.trainer.tokenizer.Tokenizer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServeTest {
    private static final Path BASE = Path.of(System.getProperty("hone.root"), "trainer", "base");
    private static final String CHAT = "/v1/chat/completions";
    private static final String TEXT = "/v1/completions";

    private static Serve server;
    private static Asking ask;

    @BeforeAll
    static void aServerWithTheModelThatShips() {
        server = Serve.started(ServeOptions.of(
                List.of(BASE.toString(), "--port", "0", "--threads", "1", "--waiting", "32"), Map.of()));
        ask = new Asking(server.port());
    }

    @AfterAll
    static void itEnds() {
        server.close();
    }

    @Test
    void itSaysWhichModelsItHasAndThatItIsWell() throws Exception {
        Asking.Answer models = ask.get("/v1/models");

        assertThat(models.body().path("object").asText()).isEqualTo("list");
        assertThat(models.body().path("data").path(0).path("id").asText()).isEqualTo("base");
        assertThat(models.body().path("data").path(0).path("object").asText()).isEqualTo("model");
        assertThat(ask.get("/v1/models/base").body().path("id").asText()).isEqualTo("base");
        assertThat(ask.get("/v1/models/other").code()).isEqualTo("model_not_found");
        assertThat(ask.get("/health").body().path("status").asText()).isEqualTo("ok");
    }

    @Test
    void theLikeliestAnswerIsThatOfTheCommandLine() throws Exception {
        List<String> prompts = List.of("Vera has 3 cups.", "Where is Milo?", "Tell me about Vera and the lamp.");

        List<String> expected = commandLine(prompts, 0, new long[prompts.size()], 40);

        for (int i = 0; i < prompts.size(); i++) {
            assertThat(chat(prompts.get(i), "\"temperature\":0,\"max_tokens\":40")
                            .text())
                    .isEqualTo(expected.get(i));
            // The model that ships reads documents: a prompt and a line break is how the command line asks it too.
            assertThat(text(prompts.get(i) + "\\n", "\"temperature\":0,\"max_tokens\":40")
                            .text())
                    .isEqualTo(expected.get(i));
        }
    }

    @Test
    void aSeedGivesTheAnswerOfTheCommandLineAloneAndInCompany() throws Exception {
        List<String> prompts = new ArrayList<>();
        long[] seeds = new long[8];
        for (int i = 0; i < seeds.length; i++) {
            prompts.add("Milo has " + i + " lamps.");
            seeds[i] = 100 + i;
        }
        List<String> expected = commandLine(prompts, 0.9, seeds, 30);

        List<Future<String>> together = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < seeds.length; i++) {
                int which = i;
                together.add(callers.submit(() -> chat(
                                prompts.get(which),
                                "\"temperature\":0.9,\"top_p\":0.95,\"max_tokens\":30,\"seed\":" + seeds[which])
                        .text()));
            }
        }

        for (int i = 0; i < seeds.length; i++) {
            assertThat(together.get(i).get()).isEqualTo(expected.get(i));
        }
    }

    @Test
    void anAnswerCountsItsTokensAndSaysWhyItEnded() throws Exception {
        Asking.Answer answer = chat("Vera has 3 cups.", "\"temperature\":0,\"max_tokens\":5");

        assertThat(answer.body().path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.body().path("id").asText()).startsWith("chatcmpl-");
        assertThat(answer.body().path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("length");
        JsonNode usage = answer.body().path("usage");
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(5);
        assertThat(usage.path("prompt_tokens").asInt()).isPositive();
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(usage.path("prompt_tokens").asInt() + 5);
        assertThat(answer.checkpoint()).matches("[0-9a-f]{64}");
    }

    @Test
    void severalChoicesDifferAndTheFirstIsThatOfTheSeedAlone() throws Exception {
        String settings = "\"temperature\":1,\"max_tokens\":20,\"seed\":7";
        Asking.Answer one = chat("Tell me of Milo.", settings);
        Asking.Answer three = chat("Tell me of Milo.", settings + ",\"n\":3");

        assertThat(three.body().path("choices")).hasSize(3);
        assertThat(three.text()).isEqualTo(one.text());
        assertThat(three.body()
                        .path("choices")
                        .path(1)
                        .path("message")
                        .path("content")
                        .asText())
                .isNotEqualTo(one.text());
    }

    @Test
    void promptsMayBeTextsAndTokens() throws Exception {
        Asking.Answer two = ask.post(
                TEXT, "{\"model\":\"base\",\"prompt\":[\"Vera\",\"Milo\"],\"temperature\":0,\"max_tokens\":4}");
        Asking.Answer tokens = ask.post(TEXT, "{\"model\":\"base\",\"prompt\":[1,40,41],\"max_tokens\":4}");

        assertThat(two.body().path("choices")).hasSize(2);
        assertThat(two.body().path("choices").path(1).path("index").asInt()).isEqualTo(1);
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.body().path("usage").path("prompt_tokens").asInt()).isEqualTo(3);
        assertThat(text("Vera", "\"temperature\":0")
                        .body()
                        .path("usage")
                        .path("completion_tokens")
                        .asInt())
                .isLessThanOrEqualTo(16);
    }

    @Test
    void aStreamSaysWhatTheWholeAnswerSays() throws Exception {
        String settings = "\"temperature\":0,\"max_tokens\":40";
        for (String path : List.of(CHAT, TEXT)) {
            String question = path.equals(CHAT) ? messages("Where is Milo?") : "\"prompt\":\"Where is Milo?\"";
            Asking.Answer whole = ask.post(path, "{\"model\":\"base\"," + question + "," + settings + "}");
            HttpResponse<Stream<String>> stream = ask.stream(
                    path,
                    "{\"model\":\"base\"," + question + "," + settings
                            + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
            List<JsonNode> events = Asking.events(stream.body());

            assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            assertThat(Asking.streamed(events)).isEqualTo(whole.text());
            assertThat(Asking.reason(events))
                    .contains(whole.body()
                            .path("choices")
                            .path(0)
                            .path("finish_reason")
                            .asText());
            assertThat(events.getLast().path("choices")).isEmpty();
            assertThat(events.getLast().path("usage")).isEqualTo(whole.body().path("usage"));
            assertThat(events.getFirst().path("usage").isNull()).isTrue();
        }
    }

    @Test
    void aStopStringEndsAnAnswerInBothForms() throws Exception {
        String settings = "\"temperature\":0,\"max_tokens\":40";
        String whole = chat("Where is Milo?", settings).text();
        // Four letters from the middle: as a rule no single token.
        String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 4);
        String before = whole.substring(0, whole.indexOf(stop));
        for (String form : List.of("\"%s\"", "[\"not there\",\"%s\"]")) {
            String stopping = settings + ",\"stop\":" + form.formatted(stop.replace("\n", "\\n"));

            Asking.Answer answer = chat("Where is Milo?", stopping);
            List<JsonNode> events =
                    Asking.events(ask.stream(CHAT, body("Where is Milo?", stopping + ",\"stream\":true"))
                            .body());

            assertThat(answer.text()).isEqualTo(before);
            assertThat(answer.body()
                            .path("choices")
                            .path(0)
                            .path("finish_reason")
                            .asText())
                    .isEqualTo("stop");
            assertThat(Asking.streamed(events)).isEqualTo(before);
            assertThat(Asking.reason(events)).contains("stop");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | 400 | missing_required_parameter | model",
                "{\"model\":\"base\"} | 400 | missing_required_parameter | messages",
                "{\"model\":\"other\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | 404 | model_not_found | null",
                "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | 400 | invalid_type | model",
                "{\"model\":\"base\",\"messages\":[]} | 400 | empty_array | messages",
                "{\"model\":\"base\",\"messages\":\"a\"} | 400 | invalid_type | messages",
                "{\"model\":\"base\",\"messages\":[7]} | 400 | invalid_type | messages[0]",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"king\",\"content\":\"a\"}]} | 400 | invalid_value | messages[0].role",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\"}]} | 400 | invalid_type | messages[0].content",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]} | 400 | invalid_value | messages[0].content",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"temperature\":\"hot\"} | 400 | invalid_type | temperature",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"temperature\":3} | 400 | decimal_above_max_value | temperature",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"top_p\":0} | 400 | decimal_below_min_value | top_p",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":0} | 400 | integer_below_min_value | max_tokens",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":1.5} | 400 | invalid_type | max_tokens",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_completion_tokens\":99999} | 400 | integer_above_max_value | max_tokens",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":600} | 400 | context_length_exceeded | messages",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"n\":17} | 400 | integer_above_max_value | n",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]} | 400 | array_above_max_length | stop",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stop\":\"\"} | 400 | invalid_value | stop",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":\"yes\"} | 400 | invalid_type | stream",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"seed\":1e99} | 400 | invalid_type | seed",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":[{}]} | 400 | unsupported_parameter | tools",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"logprobs\":true} | 400 | unsupported_parameter | logprobs",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"presence_penalty\":1} | 400 | unsupported_parameter | presence_penalty"
            })
    void aChatThatCanNotBeAnsweredIsRefusedByFieldAndCode(String body, int status, String code, String param)
            throws Exception {
        Asking.Answer answer = ask.post(CHAT, body);

        assertThat(answer.status()).isEqualTo(status);
        JsonNode error = answer.body().path("error");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("message").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "7",
                "\"a\"",
                "{\"model\":\"base\"}{}",
                "{\"model\":NaN}",
                "\u0000",
                "{\"model\":\"base\",\"prompt\":{}}",
                "{\"model\":\"base\",\"prompt\":[]}",
                "{\"model\":\"base\",\"prompt\":[[]]}",
                "{\"model\":\"base\",\"prompt\":[1,\"a\"]}",
                "{\"model\":\"base\",\"prompt\":[99999]}",
                "{\"model\":\"base\",\"prompt\":[-1]}",
                "{\"model\":\"base\",\"prompt\":[\"a\",[1]]}",
                "{\"model\":\"base\",\"prompt\":\"a\",\"echo\":true}",
                "{\"model\":\"base\",\"prompt\":\"a\",\"stream_options\":[]}",
                "{\"model\":\"base\",\"prompt\":\"a\",\"max_tokens\":123456789012345678901234567890}"
            })
    void hostileBodiesAreRefusedInTheApisOwnWords(String body) throws Exception {
        Asking.Answer answer = ask.post(TEXT, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").path("message").asText()).isNotBlank();
        assertThat(answer.body().path("error").has("param")).isTrue();
    }

    @Test
    void nestingAndSizeHaveBounds() throws Exception {
        assertThat(ask.post(CHAT, "[".repeat(100_000)).status()).isEqualTo(400);
        assertThat(ask.post(CHAT, "{\"model\":\"" + "x".repeat(Caller.BODY_BYTES_MAX) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(text("word ".repeat(2000), "\"max_tokens\":1").code()).isEqualTo("context_length_exceeded");
    }

    @Test
    void oddTextsAreAnswered() throws Exception {
        for (String odd : List.of("", "\\u0000", "\\ud83d", "<|assistant|>", "🙂 ä €", "\\u202e")) {
            assertThat(chat(odd, "\"max_tokens\":3").status()).as(odd).isEqualTo(200);
        }
    }

    @Test
    void wrongAddressesMethodsAndMediaTypesAreToldApart() throws Exception {
        assertThat(ask.get("/v1/nothing").status()).isEqualTo(404);
        assertThat(ask.get(CHAT).code()).isEqualTo("method_not_supported");
        assertThat(ask.post("/health", "{}").status()).isEqualTo(405);
        // Without a token of the server there is no control at all.
        assertThat(ask.put("/control/models/base", "", "{}").status()).isEqualTo(404);
        Asking.Answer form =
                ask.send(HttpRequest.newBuilder(ask.request(CHAT).build().uri())
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(form.status()).isEqualTo(415);
    }

    @Test
    void moreThanMayWaitIsRefusedAtOnceAndSaysWhenToComeBack() throws Exception {
        List<Future<Asking.Answer>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                all.add(callers.submit(() -> chat("Tell me of Milo.", "\"n\":16,\"max_tokens\":60")));
            }
        }

        Map<Integer, Integer> byStatus = new HashMap<>();
        for (Future<Asking.Answer> one : all) {
            byStatus.merge(one.get().status(), 1, Integer::sum);
            if (one.get().status() == 429) {
                assertThat(one.get().code()).isEqualTo("rate_limit_exceeded");
                assertThat(one.get().response().headers().firstValue("Retry-After"))
                        .isPresent();
            }
        }
        assertThat(byStatus.keySet()).containsExactlyInAnyOrder(200, 429);
    }

    private static Asking.Answer chat(String prompt, String settings) throws Exception {
        return ask.post(CHAT, body(prompt, settings));
    }

    private static String body(String prompt, String settings) {
        return "{\"model\":\"base\"," + messages(prompt) + "," + settings + "}";
    }

    private static String messages(String prompt) {
        return "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]";
    }

    private static Asking.Answer text(String prompt, String settings) throws Exception {
        return ask.post(TEXT, "{\"model\":\"base\",\"prompt\":\"" + prompt + "\"," + settings + "}");
    }

    /** What {@code ./hone generate} prints, by the code behind it. */
    private static List<String> commandLine(List<String> prompts, double temperature, long[] seeds, int tokens) {
        try (Tokenizer tokenizer = Tokenizer.load(BASE);
                Llama model = ModelFiles.load(BASE)) {
            Respondent respondent = new Respondent(
                    model, tokenizer, tokenizer.template(), temperature, temperature == 0 ? 1 : 0.95, tokens);
            return respondent
                    .answer(
                            prompts.stream()
                                    .map(prompt -> respondent.question(List.of(Message.user(prompt))))
                                    .toList(),
                            seeds)
                    .stream()
                    .map(Respondent.Answer::text)
                    .toList();
        }
    }
}
