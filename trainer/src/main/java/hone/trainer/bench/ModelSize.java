package hone.trainer.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.decoder.DecoderConfig;

/** The model sizes that are measured: models with random weights and an output matrix of their own. */
enum ModelSize {
    M15("15m", 288, 6, 6, 768, 8, 256, 6),
    M110("110m", 768, 12, 12, 2048, 4, 512, 1);

    private static final int VOCABULARY = 32_000;
    private static final int POSITIONS = 512;

    private final String word;
    private final int dim;
    private final int layers;
    private final int heads;
    private final int feedForward;
    private final int rows;
    private final int tokens;
    private final int stepsOfWindow;

    ModelSize(String word, int dim, int layers, int heads, int feedForward, int rows, int tokens, int stepsOfWindow) {
        this.word = word;
        this.dim = dim;
        this.layers = layers;
        this.heads = heads;
        this.feedForward = feedForward;
        this.rows = rows;
        this.tokens = tokens;
        this.stepsOfWindow = stepsOfWindow;
    }

    /** As in the names of cases. */
    String word() {
        return word;
    }

    /** Of a step of training. */
    int rows() {
        return rows;
    }

    /** Of a row of a step. */
    int tokens() {
        return tokens;
    }

    /** Some seconds' worth. */
    int stepsOfWindow() {
        return stepsOfWindow;
    }

    /** Of a step, for each token: 6 for each parameter of a matrix product, and 6 · tokens · width for causal attention. */
    double flopsOfLayers() {
        double width = dim;
        return 6 * layers * (4 * width * width + 3 * width * feedForward + tokens * width);
    }

    /** The same of the output matrix. */
    double flopsOfOutput() {
        return 6.0 * dim * VOCABULARY;
    }

    DecoderConfig config() {
        return DecoderConfig.of(json());
    }

    /** The same as a config.json. */
    ObjectNode json() {
        return DecoderConfig.json(VOCABULARY, dim, layers, heads, feedForward, POSITIONS);
    }
}
