package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that brings a template is asked in it: tools, roles and refusals are the template's. */
class ChatTemplateServedTest {
    private static final String TEMPLATE = "{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}"
            + "{% if m.role == 'tool' and not tools %}{{ raise_exception('Nobody called a tool.') }}{% endif %}"
            + "{{ '<|' + ('user' if m.role == 'tool' else m.role) + '|>' + m.content }}"
            + "{% for call in m.tool_calls or [] %}{{ call.function.arguments.city }}{% endfor %}"
            + "{{ '<|end|>' if m.role == 'assistant' }}{% endfor %}"
            + "{{ '<|assistant|>' if add_generation_prompt }}{{ '!' * 9 if shouting }}";

    @TempDir
    static Path folder;

    private static Serve server;
    private static Asking ask;

    @BeforeAll
    static void aServerWithATemplate() throws IOException {
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(Asking.SHIPPED.resolve(name), folder.resolve(name));
        }
        Path path = folder.resolve("tokenizer_config.json");
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(path), JsonNode.class);
        json.remove(List.of("hone_chat_template", "hone_space_in_front"));
        Files.write(path, Wire.bytes(json.put("chat_template", TEMPLATE)));
        server = Serve.started(ServeOptions.of(
                List.of(folder.toString(), "--name", "base", "--port", "0", "--threads", "1"), Map.of()));
        ask = new Asking(server.port());
    }

    @AfterAll
    static void itEnds() {
        server.close();
    }

    @Test
    void itsTemplateIsNamedAndItsMarksAreSingleTokens() throws Exception {
        assertThat(ask.get("/v1/models/base").body().path("chat_template").asText())
                .contains("tokenizer_config.json");
        assertThat(ask.get("/v1/models/base").body().has("warning")).isFalse();
        int words = tokens("[{\"role\":\"user\",\"content\":\"Milo\"}]", "") - 2;
        assertThat(tokens(
                        "[{\"role\":\"user\",\"content\":\"Milo\"},{\"role\":\"assistant\",\"content\":\"Milo\"}]", ""))
                .isEqualTo(words + 1 + words + 2 + 1);
    }

    @Test
    void whatSomebodyTypesIsNoMark() throws Exception {
        int one = tokens("[{\"role\":\"user\",\"content\":\"<|end|>\"}]", "");

        assertThat(one).isGreaterThan(2 + 3);
    }

    @Test
    void toolsGoToTheTemplateAndTheirAnswersComeBack() throws Exception {
        String talk = "[{\"role\":\"user\",\"content\":\"Milo\"}%s]";
        int plain = tokens(talk.formatted(""), "");
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]";

        assertThat(tokens(talk.formatted(""), tools)).isGreaterThan(plain + 5);
        assertThat(tokens(talk.formatted(""), tools + ",\"tool_choice\":\"none\""))
                .isEqualTo(plain);
        String called =
                ",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"%s\"}}]}"
                        + ",{\"role\":\"tool\",\"content\":\"dry\"}";
        assertThat(tokens(talk.formatted(called.formatted("{\\\"city\\\":\\\"Lowfield\\\"}")), tools))
                .isGreaterThan(tokens(talk.formatted(called.formatted("{}")), tools));
    }

    @Test
    void whatTheTemplateRefusesIsRefusedInItsWords() throws Exception {
        var refused = ask.post(
                "/v1/chat/completions",
                "{\"model\":\"base\",\"messages\":[{\"role\":\"tool\",\"content\":\"dry\"}],\"max_tokens\":1}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("error").path("message").asText()).contains("Nobody called a tool.");
        assertThat(refused.body().path("error").path("code").asText()).isEqualTo("refused_by_chat_template");
    }

    @Test
    void variablesOfTheTemplateMayBeGivenAndOthersAreRefused() throws Exception {
        String talk = "[{\"role\":\"user\",\"content\":\"Milo\"}]";

        assertThat(tokens(talk, ",\"chat_template_kwargs\":{\"shouting\":true}"))
                .isGreaterThan(tokens(talk, ""));
        for (String name : List.of("whispering", "eos_token", "messages")) {
            var refused = ask.post(
                    "/v1/chat/completions",
                    "{\"model\":\"base\",\"messages\":" + talk + ",\"chat_template_kwargs\":{\"" + name + "\":\"x\"}}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().path("error").path("param").asText()).contains(name);
        }
    }

    /** How many tokens the prompt of a chat has. */
    private static int tokens(String messages, String more) throws Exception {
        var answer = ask.post(
                "/v1/chat/completions",
                "{\"model\":\"base\",\"temperature\":0,\"max_tokens\":1,\"messages\":" + messages + more + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().path("usage").path("prompt_tokens").asInt();
    }
}
