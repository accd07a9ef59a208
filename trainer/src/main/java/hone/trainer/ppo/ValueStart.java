package hone.trainer.ppo;

import hone.contract.LoraSettings;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.scalarhead.ScoreScale;
import hone.trainer.scalarhead.ScoringModel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The value model's initial weights: the reward model's, with the head divided by the scores' deviation and mean / deviation
 * subtracted from its output. So at an answer's last token it predicts exactly the scaled score, and its loss starts small
 * instead of first having to learn the level of scores.
 */
final class ValueStart {
    private ValueStart() {}

    /** @param lora of the run: then the value model trains an adapter too, and its head */
    static ScoringModel from(Path reward, ScoreScale scale, Optional<LoraSettings> lora, long seed) {
        ScoringModel model = ScoringModel.load(reward);
        model.divideHead(scale.deviation());
        return lora.map(settings -> model.with(settings, ShuffledOrder.mix(seed, 1)))
                .orElse(model);
    }

    /** What is subtracted from the model's output. The head has no bias, as Hugging Face's has none. */
    static double mean(ScoreScale scale) {
        return scale.mean() / scale.deviation();
    }
}
