package hone.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** A checkpoint that the model server can answer with. */
enum TalkativeModel {
    /** The model that ships, as it is. */
    SHIPPED(Map.of()),
    /** The same weights, told to end at a mark that they never write, and not at the length that they were trained for. */
    ENDLESS(Map.of(
            "config.json", config -> config.put("max_position_embeddings", 4096).remove("eos_token_id"),
            "tokenizer_config.json", tokenizer -> tokenizer.put("eos_token", "<|user|>")));

    private static final String MANIFEST = "manifest.json";
    private final Map<String, Consumer<ObjectNode>> changes;

    TalkativeModel(Map<String, Consumer<ObjectNode>> changes) {
        this.changes = changes;
    }

    /** Writes it into a folder of checkpoints, if it is not there; its sha256. */
    String laidInto(Path models) throws IOException {
        Path shipped = RunningHone.root().resolve("trainer/base");
        byte[] manifest = Files.readAllBytes(shipped.resolve(MANIFEST));
        ObjectNode json = read(manifest);
        for (JsonNode file : json.path("files")) {
            byte[] bytes = bytes(shipped.resolve(file.path("name").asText()));
            ((ObjectNode) file).put("bytes", bytes.length).put("sha256", Wire.sha256(bytes));
        }
        byte[] its = changes.isEmpty() ? manifest : Wire.bytes(json);
        String sha256 = Wire.sha256(its);
        Path checkpoint = models.resolve(sha256);
        if (!Files.exists(checkpoint)) {
            Files.createDirectories(checkpoint);
            for (JsonNode file : json.path("files")) {
                String name = file.path("name").asText();
                Files.write(checkpoint.resolve(name), bytes(shipped.resolve(name)));
            }
            Files.write(checkpoint.resolve(MANIFEST), its);
        }
        return sha256;
    }

    private byte[] bytes(Path file) throws IOException {
        byte[] shipped = Files.readAllBytes(file);
        Consumer<ObjectNode> change = changes.get(String.valueOf(file.getFileName()));
        if (change == null) {
            return shipped;
        }
        ObjectNode json = read(shipped);
        change.accept(json);
        return Wire.bytes(json);
    }

    private static ObjectNode read(byte[] json) {
        return (ObjectNode) Wire.read(json, JsonNode.class);
    }
}
