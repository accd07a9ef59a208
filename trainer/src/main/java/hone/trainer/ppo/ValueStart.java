package hone.trainer.ppo;

import hone.trainer.scoring.ScoreScale;
import hone.trainer.scoring.ScoringModel;
import java.nio.file.Path;

/**
 * Where the value model begins: the reward model, whose head is divided by the scores' deviation and whose numbers are taken
 * less mean / deviation. So it expects, at an answer's last token, just the scaled score; its loss begins small instead of
 * having to learn the height of scores first.
 */
final class ValueStart {
    private ValueStart() {}

    static ScoringModel from(Path reward, ScoreScale scale) {
        ScoringModel model = ScoringModel.load(reward);
        model.divideHead(scale.deviation());
        return model;
    }

    /** What is taken off the model's numbers. The head has no bias, as Hugging Face's has none. */
    static double mean(ScoreScale scale) {
        return scale.mean() / scale.deviation();
    }
}
