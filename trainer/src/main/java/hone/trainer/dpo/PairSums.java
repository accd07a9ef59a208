package hone.trainer.dpo;

import hone.trainer.run.DataParallel;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Sums over pairs, of which a step's or an evaluation's metrics are means. */
final class PairSums {
    private double pairs;
    private double loss;
    private double right;
    private double chosen;
    private double rejected;
    private double chosenLogprobs;
    private double rejectedLogprobs;

    double pairs() {
        return pairs;
    }

    /** Σ of the pairs' losses, each with its weight. */
    double loss() {
        return loss;
    }

    /** How often the chosen answer has the higher reward. */
    double right() {
        return right;
    }

    void add(DpoLoss of, DpoLoss.Logprobs policy, double weightedLoss) {
        try (NoGradGuard constants = new NoGradGuard()) {
            pairs += of.losses().numel();
            loss += weightedLoss;
            right += of.chosenRewards()
                    .gt(of.rejectedRewards())
                    .to(ScalarType.Float)
                    .sum()
                    .item_double();
            chosen += of.chosenRewards().sum().item_double();
            rejected += of.rejectedRewards().sum().item_double();
            chosenLogprobs += policy.chosen().sum().item_double();
            rejectedLogprobs += policy.rejected().sum().item_double();
        }
    }

    void add(PairSums more) {
        pairs += more.pairs;
        loss += more.loss;
        right += more.right;
        chosen += more.chosen;
        rejected += more.rejected;
        chosenLogprobs += more.chosenLogprobs;
        rejectedLogprobs += more.rejectedLogprobs;
    }

    /** Over all processes. */
    PairSums summed(DataParallel together) {
        double[] all = together.sum(pairs, loss, right, chosen, rejected, chosenLogprobs, rejectedLogprobs);
        PairSums sums = new PairSums();
        sums.pairs = all[0];
        sums.loss = all[1];
        sums.right = all[2];
        sums.chosen = all[3];
        sums.rejected = all[4];
        sums.chosenLogprobs = all[5];
        sums.rejectedLogprobs = all[6];
        return sums;
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new HashMap<>();
        metrics.put("loss", loss / pairs);
        metrics.put("rewards/accuracies", right / pairs);
        metrics.put("rewards/chosen", chosen / pairs);
        metrics.put("rewards/rejected", rejected / pairs);
        metrics.put("rewards/margins", (chosen - rejected) / pairs);
        metrics.put("logps/chosen", chosenLogprobs / pairs);
        metrics.put("logps/rejected", rejectedLogprobs / pairs);
        return metrics;
    }
}
