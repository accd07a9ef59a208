package hone.trainer.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.decoder.DecoderConfig;

/** The model sizes that are measured: models with random weights and an output matrix of their own. */
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

    /** As in the names of cases. */
    String word() {
        return word;
    }

    DecoderConfig config() {
        return DecoderConfig.of(json());
    }

    /** The same as a config.json. */
    ObjectNode json() {
        return DecoderConfig.json(VOCABULARY, dim, layers, heads, feedForward, POSITIONS);
    }
}
