package hone.trainer.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a model's {@code config.json} says. Both spellings are read, that of transformers 4 and that of transformers 5. What we
 * can't compute is refused, not ignored, and so are values that no model has: a config may come from anywhere, and its numbers
 * decide how much memory is allocated before the first weight is read.
 *
 * @param family how it is built
 * @param dim width of the residual stream
 * @param feedForward width of the feed-forward layers
 * @param positions of the longest row that the model can read
 * @param plan one for each layer
 * @param traits in what its parts differ from those of other families
 */
public record DecoderConfig(
        Family family,
        Vocabulary vocabulary,
        int dim,
        Attention.Heads heads,
        int feedForward,
        int positions,
        List<LayerPlan> plan,
        Traits traits,
        double normEpsilon,
        double initializerRange) {
    public static final String FILE = "config.json";

    // Several times the largest published models (vocabulary 262,144, width 16,384, 126 layers, 128 heads).
    static final int VOCAB_MAX = 1 << 21;
    static final int DIM_MAX = 1 << 16;
    static final int LAYERS_MAX = 1024;
    static final int HEADS_MAX = 1024;
    static final int HEAD_DIM_MAX = 1024;
    static final int FEED_FORWARD_MAX = 1 << 19;
    static final int POSITIONS_MAX = 1 << 24;
    static final double DEVIATION_MAX = 100;
    /** Angles are stored for every position that rows have: half a GiB of them at most. */
    private static final long ANGLES_MAX = 1 << 26;

    private static final Set<String> PLAIN_TYPES =
            Set.of("float64", "float32", "float16", "bfloat16", "double", "float", "half", "auto");

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
        plan = List.copyOf(plan);
        require(heads.queries() % heads.keyValues() == 0, "heads must be a multiple of key/value heads");
        if (plan.stream().anyMatch(layer -> layer.rope().isPresent())) {
            require(heads.dim() % 2 == 0, "head_dim must be even");
            require(
                    (long) positions * heads.dim() <= ANGLES_MAX,
                    "max_position_embeddings " + positions + " with head_dim " + heads.dim()
                            + " is more than fits into memory");
        }
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
            Path folder = directory == null ? null : directory.getFileName();
            throw new RunFailure("unknown-model", "There is no " + name + " in " + folder + ".");
        }
        return of(ModelFolder.json(directory, name.toString()));
    }

    /** @throws RunFailure if it is not a model that can be computed here */
    public static DecoderConfig of(JsonNode json) {
        ConfigFields fields = ConfigFields.of(json);
        String type = fields.word("model_type").orElse("");
        Family family = Family.of(type)
                .orElseThrow(() -> ConfigFields.refused(
                        "model_type is '" + type + "'; this version reads " + String.join(", ", Family.modelTypes())));
        refuseOtherModels(fields, family);
        DecoderConfig config = family.read(fields);
        fields.refuseUnread(HarmlessFields::has);
        return config;
    }

    /** Refuses what would make it another model in any family. */
    private static void refuseOtherModels(ConfigFields fields, Family family) {
        fields.object("quantization_config").ifPresent(quantized -> {
            throw ConfigFields.refused("its weights are quantized ("
                    + quantized.word("quant_method").orElse("quantization_config")
                    + "), and this version reads plain ones; take the model from before it was quantized");
        });
        for (String name : fields.words("architectures")) {
            require(
                    family.readClasses().contains(name),
                    "architectures names " + name + "; this version reads " + String.join(", ", family.readClasses())
                            + " of model_type " + family.modelType());
        }
        fields.absent("auto_map", "says that the model comes with a program of its own, which is not run here");
        fields.absent("pruned_heads", "names heads that are cut out, which this version does not compute");
        for (String name :
                List.of("is_encoder_decoder", "add_cross_attention", "tie_encoder_decoder", "rope_interleaved")) {
            fields.off(name);
        }
        for (String name : List.of("dtype", "torch_dtype")) {
            fields.word(name)
                    .ifPresent(said -> require(
                            PLAIN_TYPES.contains(said.replace("torch.", "")),
                            name + " is '" + said + "'; this version reads float32, bfloat16 and float16"));
        }
        fields.only("partial_rotary_factor", 1);
    }

    /** What files with this configuration contain. */
    public Layout layout() {
        return family.assembly().layout(this);
    }

    /** {@code model_type}. */
    public String modelType() {
        return family.modelType();
    }

    /** transformers' class for this model. */
    public String languageModel() {
        return family.languageModel();
    }

    /** transformers' class for this model with a scoring head. */
    public String classifier() {
        return family.classifier();
    }

    /** Whether the embedding is also the output matrix. */
    public boolean tied() {
        return vocabulary.output != Output.OWN;
    }

    public int layers() {
        return plan.size();
    }

    public int queryHeads() {
        return heads.queries();
    }

    public int keyValueHeads() {
        return heads.keyValues();
    }

    public int headWidth() {
        return heads.dim();
    }

    public int vocab() {
        return vocabulary.size;
    }

    public Output output() {
        return vocabulary.output;
    }

    /** The same network for a use without logits: a separate output matrix is neither needed nor read. */
    public DecoderConfig withoutOutputMatrix() {
        return new DecoderConfig(
                family,
                new Vocabulary(vocabulary.size, Output.NONE),
                dim,
                heads,
                feedForward,
                positions,
                plan,
                traits,
                normEpsilon,
                initializerRange);
    }

    private static void require(boolean holds, String sentence) {
        ConfigFields.require(holds, sentence);
    }
}
