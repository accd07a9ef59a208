package hone.trainer.scalarhead;

import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;

/** The scores of a learned reward model, scaled as its checkpoint says. */
public final class RewardScorer implements Scorer, AutoCloseable {
    private final ScoringModel model;
    private final ScoreScale scale;
    private final int padId;

    private RewardScorer(ScoringModel model, ScoreScale scale, int padId) {
        this.model = model;
        this.scale = scale;
        this.padId = padId;
    }

    public static RewardScorer load(Path directory) {
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            ScoreScale scale = ScoreScale.read(directory);
            return new RewardScorer(ScoringModel.load(directory), scale, tokenizer.padId());
        }
    }

    /** The longest row that it reads. */
    public int tokensMax() {
        return model.config().positions();
    }

    /** Of its hidden states. */
    public int dim() {
        return model.config().dim();
    }

    public ScoreScale scale() {
        return scale;
    }

    @Override
    public float[] score(List<int[]> rows) {
        float[] scores = model.scoreAll(rows, padId);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scale.scaled(scores[i]);
            if (!Float.isFinite(scores[i])) {
                throw new RunFailure(
                        "not-finite", "The reward model's score of an answer is no number; it can't be used.");
            }
        }
        return scores;
    }

    @Override
    public void close() {
        model.close();
    }
}
