package hone.trainer.bench;

import hone.trainer.model.LlamaConfig;

/** The model sizes that measurements are told for: Llamas of random weights with an output matrix of their own. */
enum ModelSize {
    M15("15m", 288, 6, 6, 768),
    M110("110m", 768, 12, 12, 2048);

    private static final int VOCABULARY = 32_000;
    private static final int POSITIONS = 512;

    private final String word;
    private final int dim;
    private final int layers;
    private final int heads;
    private final int feedForward;

    ModelSize(String word, int dim, int layers, int heads, int feedForward) {
        this.word = word;
        this.dim = dim;
        this.layers = layers;
        this.heads = heads;
        this.feedForward = feedForward;
    }

    /** As cases are named. */
    String word() {
        return word;
    }

    LlamaConfig config() {
        return new LlamaConfig(
                VOCABULARY,
                dim,
                layers,
                heads,
                heads,
                dim / heads,
                feedForward,
                1e-5,
                10_000,
                POSITIONS,
                LlamaConfig.Output.OWN,
                0.02);
    }

    /** The same as a config.json. */
    String json() {
        return """
                {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":%d,"hidden_size":%d,
                 "num_hidden_layers":%d,"num_attention_heads":%d,"num_key_value_heads":%d,"head_dim":%d,
                 "intermediate_size":%d,"max_position_embeddings":%d,"rms_norm_eps":1e-5,"rope_theta":10000.0,
                 "tie_word_embeddings":false,"initializer_range":0.02}
                """.formatted(VOCABULARY, dim, layers, heads, heads, dim / heads, feedForward, POSITIONS);
    }
}
