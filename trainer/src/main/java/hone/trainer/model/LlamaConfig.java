package hone.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a Llama's {@code config.json} says. Both spellings are read: {@code rope_theta} at the top (transformers 4) or under
 * {@code rope_parameters} (transformers 5). What we can't compute is refused, not ignored.
 *
 * @param theta base of the rotary angles
 * @param positions the longest row the model can read
 */
public record LlamaConfig(
        int vocab,
        int dim,
        int layers,
        int heads,
        int keyValueHeads,
        int headDim,
        int feedForward,
        double normEpsilon,
        double theta,
        int positions,
        boolean tied,
        double initializerRange) {
    public static final String FILE = "config.json";

    public LlamaConfig {
        require(vocab > 0 && dim > 0 && layers > 0 && feedForward > 0 && positions > 0, "every size must be above 0");
        require(
                heads > 0 && keyValueHeads > 0 && heads % keyValueHeads == 0,
                "heads must be a multiple of key/value heads");
        require(headDim > 0 && headDim % 2 == 0, "head_dim must be even and above 0");
    }

    public static LlamaConfig read(Path file) {
        try {
            return of(Wire.read(Files.readAllBytes(file), JsonNode.class));
        } catch (IOException e) {
            throw new RunFailure(
                    "unknown-model", "There is no readable " + file.getFileName() + " in " + file.getParent(), e);
        } catch (UnreadableMessage e) {
            throw new RunFailure("unknown-model", file.getFileName() + " is not JSON: " + e.getMessage(), e);
        }
    }

    static LlamaConfig of(JsonNode json) {
        String type = json.path("model_type").asText("");
        require(type.equals("llama"), "model_type is '" + type + "'; this version reads llama");
        require(json.path("hidden_act").asText("silu").equals("silu"), "hidden_act is not silu");
        require(!json.path("attention_bias").asBoolean(false), "attention_bias is not read yet");
        require(!json.path("mlp_bias").asBoolean(false), "mlp_bias is not read yet");
        JsonNode rope = json.path("rope_parameters");
        JsonNode scaling = json.path("rope_scaling");
        String ropeType = rope.path("rope_type")
                .asText(scaling.path("rope_type").asText(scaling.path("type").asText("default")));
        require(ropeType.equals("default"), "rope_type is '" + ropeType + "'; this version reads default");
        int heads = size(json, "num_attention_heads");
        int dim = size(json, "hidden_size");
        return new LlamaConfig(
                size(json, "vocab_size"),
                dim,
                size(json, "num_hidden_layers"),
                heads,
                json.path("num_key_value_heads").asInt(heads),
                json.path("head_dim").asInt(dim / Math.max(1, heads)),
                size(json, "intermediate_size"),
                json.path("rms_norm_eps").asDouble(1e-6),
                rope.path("rope_theta").asDouble(json.path("rope_theta").asDouble(10000)),
                json.path("max_position_embeddings").asInt(2048),
                json.path("tie_word_embeddings").asBoolean(false),
                json.path("initializer_range").asDouble(0.02));
    }

    /** The same network for a use that asks for no logits: an output matrix of its own is neither needed nor read. */
    LlamaConfig withoutOutputMatrix() {
        return new LlamaConfig(
                vocab,
                dim,
                layers,
                heads,
                keyValueHeads,
                headDim,
                feedForward,
                normEpsilon,
                theta,
                positions,
                true,
                initializerRange);
    }

    private static int size(JsonNode json, String field) {
        require(json.path(field).isIntegralNumber(), field + " is missing");
        return json.path(field).asInt();
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new RunFailure("unknown-model", "config.json can't be used: " + sentence + ".");
        }
    }
}
