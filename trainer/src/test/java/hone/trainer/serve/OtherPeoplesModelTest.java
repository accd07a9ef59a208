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
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model as others publish them: it names no padding, several ends, and a chat template that is not used here. */
class OtherPeoplesModelTest {
    @TempDir
    static Path folder;

    private static Serve server;
    private static Asking ask;

    @BeforeAll
    static void aServerWithTheModelThatShipsInOthersClothes() throws IOException {
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(Asking.SHIPPED.resolve(name), folder.resolve(name));
        }
        change(
                "tokenizer_config.json",
                json -> json.put("chat_template", "{{ messages }}").remove("pad_token"));
        change("config.json", json -> json.putArray("eos_token_id").add(1).add(300));
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\":[1,301]}");
        server = Serve.started(ServeOptions.of(
                List.of(folder.toString(), "--name", "base", "--port", "0", "--threads", "1"), Map.of()));
        ask = new Asking(server.port());
    }

    @AfterAll
    static void itEnds() {
        server.close();
    }

    @Test
    void itsToken0IsATokenLikeAnyOther() throws Exception {
        assertEndsAtOnce("\"logit_bias\":{\"0\":100},\"stop_token_ids\":[0]");
    }

    @Test
    void everyEndThatItsFilesNameEndsAnAnswer() throws Exception {
        assertEndsAtOnce("\"logit_bias\":{\"300\":100}");
        assertEndsAtOnce("\"logit_bias\":{\"301\":100}");
    }

    @Test
    void thatItsChatTemplateIsNotUsedIsSaidWhereverItIsNamed() throws Exception {
        String warning = ask.get("/v1/models")
                .body()
                .path("data")
                .path(0)
                .path("warning")
                .asText();

        assertThat(warning).contains("chat template", "tokenizer_config.json", "document");
        assertThat(ask.get("/v1/models/base").body().path("warning").asText()).isEqualTo(warning);
        assertThat(ask.get("/health").body().path("warnings").asInt()).isEqualTo(1);
    }

    private static void assertEndsAtOnce(String settings) throws Exception {
        JsonNode answer = ask.text("Milo", "\"temperature\":0,\"max_tokens\":5," + settings)
                .body();

        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(1);
        assertThat(answer.path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("stop");
    }

    private static void change(String file, Consumer<ObjectNode> change) throws IOException {
        Path path = folder.resolve(file);
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(path), JsonNode.class);
        change.accept(json);
        Files.write(path, Wire.bytes(json));
    }
}
