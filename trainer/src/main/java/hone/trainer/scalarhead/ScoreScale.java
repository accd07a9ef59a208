package hone.trainer.scalarhead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;

/**
 * The scale of a reward model's scores: (score − mean) / deviation has mean 0 and deviation 1 on answers of the model that it was
 * trained from. Stored in {@code config.json} as {@code hone_score_mean} and {@code hone_score_deviation}.
 */
public record ScoreScale(double mean, double deviation) {
    public static final ScoreScale AS_IT_IS = new ScoreScale(0, 1);

    private static final String MEAN = "hone_score_mean";
    private static final String DEVIATION = "hone_score_deviation";
    private static final double DEVIATION_MIN =
            1e-6; // below this all answers have the same score, and there is nothing to scale

    public static ScoreScale of(float[] scores) {
        if (scores.length < 2) {
            return AS_IT_IS;
        }
        double mean = 0;
        for (float score : scores) {
            mean += (double) score / scores.length;
        }
        double squares = 0;
        for (float score : scores) {
            squares += (score - mean) * (score - mean);
        }
        double deviation = Math.sqrt(squares / (scores.length - 1));
        return new ScoreScale(mean, deviation > DEVIATION_MIN ? deviation : 1);
    }

    /** The scale of a reward model's directory; a classifier from elsewhere has none, and its scores are used as they are. */
    public static ScoreScale read(Path directory) {
        JsonNode json = ModelFolder.json(directory, DecoderConfig.FILE);
        ScoreScale scale =
                new ScoreScale(json.path(MEAN).asDouble(0), json.path(DEVIATION).asDouble(1));
        if (!Double.isFinite(scale.mean) || !(scale.deviation > 0) || !Double.isFinite(scale.deviation)) {
            throw new RunFailure(
                    "unreadable-checkpoint", "The reward model's config.json holds no usable scale of its scores.");
        }
        return scale;
    }

    public void write(ObjectNode config) {
        config.put(MEAN, mean);
        config.put(DEVIATION, deviation);
    }

    public float scaled(float score) {
        return (float) ((score - mean) / deviation);
    }
}
