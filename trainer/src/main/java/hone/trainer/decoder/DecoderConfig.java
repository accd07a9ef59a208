package hone.trainer.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;

/**
 * What a model's {@code config.json} says. Both spellings are read: {@code rope_theta} at the top level (transformers 4) or under
 * {@code rope_parameters} (transformers 5). What we can't compute is refused, not ignored, and so are values that no model has: a
 * config may come from anywhere, and its numbers decide how much memory is allocated before the first weight is read.
 *
 * @param family how it is built
 * @param dim width of the residual stream
 * @param feedForward width of the feed-forward layers
 */
public record DecoderConfig(
        Family family,
        Vocabulary vocabulary,
        int dim,
        int layers,
        Attention.Heads heads,
        int feedForward,
        RotaryPositions.Range rope,
        double normEpsilon,
        double initializerRange) {
    public static final String FILE = "config.json";

    // Several times the largest published models (vocabulary 262,144, width 16,384, 126 layers, 128 heads).
    private static final int VOCAB_MAX = 1 << 21;
    private static final int DIM_MAX = 1 << 16;
    private static final int LAYERS_MAX = 1024;
    private static final int HEADS_MAX = 1024;
    private static final int HEAD_DIM_MAX = 1024;
    private static final int FEED_FORWARD_MAX = 1 << 19;
    private static final int POSITIONS_MAX = 1 << 24;
    /** Angles are stored for every position: half a GiB of them. */
    private static final long ANGLES_MAX = 1 << 26;

    private static final double THETA_MAX = 1e12;

    /** The matrix that computes logits. */
    public enum Output {
        OWN,
        /** The embedding itself. */
        TIED,
        /** There are no logits; an output matrix in the files is neither needed nor read. */
        NONE
    }

    /** The size of the vocabulary, and how its logits are computed. */
    public record Vocabulary(int size, Output output) {}

    public DecoderConfig {
        bounded("vocab_size", vocabulary.size, VOCAB_MAX);
        bounded("hidden_size", dim, DIM_MAX);
        bounded("num_hidden_layers", layers, LAYERS_MAX);
        bounded("num_attention_heads", heads.queries(), HEADS_MAX);
        bounded("num_key_value_heads", heads.keyValues(), HEADS_MAX);
        bounded("head_dim", heads.dim(), HEAD_DIM_MAX);
        bounded("intermediate_size", feedForward, FEED_FORWARD_MAX);
        bounded("max_position_embeddings", rope.positions(), POSITIONS_MAX);
        require(heads.queries() % heads.keyValues() == 0, "heads must be a multiple of key/value heads");
        require(heads.dim() % 2 == 0, "head_dim must be even");
        require(
                (long) rope.positions() * heads.dim() <= ANGLES_MAX,
                "max_position_embeddings " + rope.positions() + " with head_dim " + heads.dim()
                        + " is more than fits into memory");
        require(normEpsilon >= 0 && normEpsilon <= 1, "rms_norm_eps is " + normEpsilon + ", but must be from 0 to 1");
        require(
                rope.theta() >= 1 && rope.theta() <= THETA_MAX,
                "rope_theta is " + rope.theta() + ", but must be from 1 to 1e12");
        require(
                initializerRange >= 0 && initializerRange <= 100,
                "initializer_range is " + initializerRange + ", but must be from 0 to 100");
    }

    /**
     * A config.json as transformers writes it, for a model in which every query head has a key/value head of its own, with an
     * output matrix separate from the embedding.
     */
    public static ObjectNode json(int vocab, int dim, int layers, int heads, int feedForward, int positions) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add(Family.LLAMA.languageModel());
        json.put("model_type", Family.LLAMA.modelType())
                .put("vocab_size", vocab)
                .put("hidden_size", dim)
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", heads)
                .put("num_key_value_heads", heads)
                .put("head_dim", dim / heads)
                .put("intermediate_size", feedForward)
                .put("max_position_embeddings", positions)
                .put("rms_norm_eps", 1e-5)
                .put("rope_theta", 10_000.0)
                .put("tie_word_embeddings", false)
                .put("initializer_range", 0.02);
        return json;
    }

    public static DecoderConfig read(Path file) {
        Path whole = file.toAbsolutePath();
        Path directory = whole.getParent();
        Path name = whole.getFileName();
        if (directory == null || name == null || !ModelFolder.has(directory, name.toString())) {
            throw new RunFailure("unknown-model", "There is no " + name + " in " + directory + ".");
        }
        try {
            return of(Wire.read(ModelFolder.bytes(directory, name.toString()), JsonNode.class));
        } catch (UnreadableMessage e) {
            throw new RunFailure("unknown-model", name + " is not JSON: " + e.getMessage() + ".", e);
        }
    }

    /** @throws RunFailure if it is not a model that can be computed here */
    public static DecoderConfig of(JsonNode json) {
        require(json.isObject(), "it is no JSON object");
        String type = json.path("model_type").asText("");
        Family family = Family.of(type)
                .orElseThrow(() -> refused(
                        "model_type is '" + type + "'; this version reads " + String.join(", ", Family.modelTypes())));
        JsonNode quantized = json.path("quantization_config");
        require(
                quantized.isMissingNode() || quantized.isNull(),
                "its weights are quantized (" + quantized.path("quant_method").asText("quantization_config")
                        + "), and this version reads plain ones; take the model from before it was quantized");
        require(json.path("hidden_act").asText("silu").equals("silu"), "hidden_act is not silu");
        require(!flag(json, "attention_bias"), "attention_bias is not read yet");
        require(!flag(json, "mlp_bias"), "mlp_bias is not read yet");
        JsonNode rope = json.path("rope_parameters");
        JsonNode scaling = json.path("rope_scaling");
        String ropeType = rope.path("rope_type")
                .asText(scaling.path("rope_type").asText(scaling.path("type").asText("default")));
        require(ropeType.equals("default"), "rope_type is '" + ropeType + "'; this version reads default");
        require(
                real(rope, "partial_rotary_factor", real(json, "partial_rotary_factor", 1)) == 1,
                "partial_rotary_factor is not read yet");
        int heads = whole(json, "num_attention_heads");
        int dim = whole(json, "hidden_size");
        return new DecoderConfig(
                family,
                new Vocabulary(whole(json, "vocab_size"), flag(json, "tie_word_embeddings") ? Output.TIED : Output.OWN),
                dim,
                whole(json, "num_hidden_layers"),
                new Attention.Heads(
                        heads,
                        whole(json, "num_key_value_heads", heads),
                        whole(json, "head_dim", dim / Math.max(1, heads))),
                whole(json, "intermediate_size"),
                new RotaryPositions.Range(
                        whole(json, "max_position_embeddings", 2048),
                        real(rope, "rope_theta", real(json, "rope_theta", 10000))),
                real(json, "rms_norm_eps", 1e-6),
                real(json, "initializer_range", 0.02));
    }

    /** What files with this configuration contain. */
    public Layout layout() {
        return family.layout(this);
    }

    /** {@code model_type}. */
    public String modelType() {
        return family.modelType();
    }

    /** transformers' class for this model with a scoring head. */
    public String classifier() {
        return family.classifier();
    }

    /** Whether the embedding is also the output matrix. */
    public boolean tied() {
        return vocabulary.output != Output.OWN;
    }

    public int vocab() {
        return vocabulary.size;
    }

    public Output output() {
        return vocabulary.output;
    }

    /** The longest row that the model can read. */
    public int positions() {
        return rope.positions();
    }

    /** The same network for a use without logits: a separate output matrix is neither needed nor read. */
    public DecoderConfig withoutOutputMatrix() {
        return new DecoderConfig(
                family,
                new Vocabulary(vocabulary.size, Output.NONE),
                dim,
                layers,
                heads,
                feedForward,
                rope,
                normEpsilon,
                initializerRange);
    }

    private static int whole(JsonNode json, String field) {
        require(json.hasNonNull(field), field + " is missing");
        return whole(json, field, 0);
    }

    private static int whole(JsonNode json, String field, int otherwise) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        require(value.isIntegralNumber(), field + " is no whole number");
        require(value.canConvertToInt(), field + " is beyond reason");
        return value.asInt();
    }

    private static double real(JsonNode json, String field, double otherwise) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        require(value.isNumber(), field + " is no number");
        return value.asDouble();
    }

    private static boolean flag(JsonNode json, String field) {
        JsonNode value = json.path(field);
        require(value.isMissingNode() || value.isNull() || value.isBoolean(), field + " is neither true nor false");
        return value.asBoolean(false);
    }

    private static void bounded(String field, int value, int max) {
        require(value > 0 && value <= max, field + " is " + value + ", but must be from 1 to " + max);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw refused(sentence);
        }
    }

    private static RunFailure refused(String sentence) {
        return new RunFailure("unknown-model", "config.json can't be used: " + sentence + ".");
    }
}
