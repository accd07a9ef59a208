package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server does not answer, it refuses in words and codes that clients of OpenAI's API understand. */
class RefusedRequestsTest {
    private static Serve server;
    private static Asking ask;

    @BeforeAll
    static void aServerWithTheModelThatShips() {
        server = Serve.started(ServeOptions.of(
                List.of(Asking.SHIPPED.toString(), "--port", "0", "--threads", "1", "--waiting", "32"), Map.of()));
        ask = new Asking(server.port());
    }

    @AfterAll
    static void itEnds() {
        server.close();
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
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"presence_penalty\":3} | 400 | decimal_above_max_value | presence_penalty",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"top_k\":-2} | 400 | integer_below_min_value | top_k",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"top_k\":1.5} | 400 | invalid_type | top_k",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"min_p\":1.1} | 400 | decimal_above_max_value | min_p",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"repetition_penalty\":0} | 400 | decimal_below_min_value | repetition_penalty",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stop_token_ids\":[99999]} | 400 | invalid_value | stop_token_ids",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stop_token_ids\":7} | 400 | invalid_type | stop_token_ids",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"logit_bias\":{\"x\":1}} | 400 | invalid_value | logit_bias",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"logit_bias\":{\"99999\":1}} | 400 | invalid_value | logit_bias",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"top_kk\":1} | 400 | unknown_parameter | top_kk",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"mirostat\":2} | 400 | unknown_parameter | mirostat",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"prompt\":\"b\"} | 400 | unknown_parameter | prompt",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"name\":\"Vera\"}]} | 400 | unknown_parameter | messages[0].name",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream_options\":{\"every\":1}} | 400 | unknown_parameter | stream_options.every",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"min_tokens\":4} | 400 | unsupported_parameter | min_tokens",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"response_format\":{\"type\":\"json_object\"}} | 400 | unsupported_parameter | response_format"
            })
    void aChatThatCanNotBeAnsweredIsRefusedByFieldAndCode(String body, int status, String code, String param)
            throws Exception {
        Asking.Answer answer = ask.post(Asking.CHAT, body);

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
        Asking.Answer answer = ask.post(Asking.TEXT, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").path("message").asText()).isNotBlank();
        assertThat(answer.body().path("error").has("param")).isTrue();
    }

    @Test
    void nestingAndSizeHaveBounds() throws Exception {
        assertThat(ask.post(Asking.CHAT, "[".repeat(100_000)).status()).isEqualTo(400);
        assertThat(ask.post(Asking.CHAT, "{\"model\":\"" + "x".repeat(Bodies.BYTES_MAX) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(ask.text("word ".repeat(2000), "\"max_tokens\":1").code()).isEqualTo("context_length_exceeded");
    }

    @Test
    void fieldsThatSayNothingOfTheAnswerAreTaken() throws Exception {
        String plain = ask.chat("Where is Milo?", "\"seed\":3,\"max_tokens\":8").text();

        Asking.Answer answer = ask.chat("Where is Milo?", """
                "seed":3,"max_tokens":8,"user":"u","metadata":{"a":"b"},"store":true,"tools":[],"tool_choice":"none","logprobs":false,
                "response_format":{"type":"text"},"top_k":-1,"min_p":0,"repetition_penalty":1,"logit_bias":{},"stop":null,"grammar":null""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(plain);
    }

    @Test
    void aMegabyteIsRefusedWithoutALookIntoIt() throws Exception {
        String digits = "7".repeat(1_000_000);

        assertThat(ask.chat(digits, "\"max_tokens\":1")
                        .body()
                        .path("error")
                        .path("message")
                        .asText())
                .contains("maximum context length is 512", "at least");
        assertThat(ask.text(digits, "\"max_tokens\":1").code()).isEqualTo("context_length_exceeded");
        assertThat(ask.post(Asking.TEXT, "{\"model\":\"base\",\"prompt\":[" + "7,".repeat(400_000) + "7]}")
                        .code())
                .isEqualTo("context_length_exceeded");
    }

    @Test
    void aMediaTypeIsComparedWhole() throws Exception {
        for (String type : List.of("application/jsonx", "text/plain;application/json", "application/json-seq", "")) {
            assertThat(withType(type)).as(type).isEqualTo(415);
        }
        assertThat(withType("Application/JSON ; charset=utf-8")).isEqualTo(400);
    }

    private static int withType(String type) throws Exception {
        return ask.send(HttpRequest.newBuilder(ask.request(Asking.CHAT).build().uri())
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))
                .status();
    }

    @Test
    void wrongAddressesMethodsAndMediaTypesAreToldApart() throws Exception {
        assertThat(ask.get("/v1/nothing").status()).isEqualTo(404);
        assertThat(ask.get(Asking.CHAT).code()).isEqualTo("method_not_supported");
        assertThat(ask.post("/health", "{}").status()).isEqualTo(405);
        // Without a token of the server there is no control at all.
        assertThat(ask.put("/control/models/base", "", "{}").status()).isEqualTo(404);
        Asking.Answer form =
                ask.send(HttpRequest.newBuilder(ask.request(Asking.CHAT).build().uri())
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(form.status()).isEqualTo(415);
    }

    @Test
    void moreThanMayWaitIsRefusedAtOnceAndSaysWhenToComeBack() throws Exception {
        List<Future<Asking.Answer>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                all.add(callers.submit(() -> ask.chat("Tell me of Milo.", "\"n\":16,\"max_tokens\":60")));
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
}
