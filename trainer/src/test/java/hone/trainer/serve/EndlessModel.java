package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The model that ships, told to end at a mark that it never writes, and not to stop at the length it was trained for. */
final class EndlessModel {
    private EndlessModel() {}

    /**
     * @param folder where it is laid
     * @param tokens how far it goes
     */
    static Path laidInto(Path folder, int tokens) throws IOException {
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(Asking.SHIPPED.resolve(name), folder.resolve(name));
        }
        change(
                folder.resolve("config.json"),
                config -> config.put("max_position_embeddings", tokens).remove("eos_token_id"));
        change(folder.resolve("tokenizer_config.json"), config -> config.put("eos_token", "<|user|>"));
        return folder;
    }

    private static void change(Path file, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(file), JsonNode.class);
        change.accept(json);
        Files.write(file, Wire.bytes(json));
    }
}
