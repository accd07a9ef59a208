package hone.trainer.reward;

import hone.trainer.data.Preferences;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of some groups: every answer is read once, every pair counts with its margin and weight. The weights of a group's
 * pairs are 1 / pairs each, so the sum over a group is its mean.
 *
 * @param sum scalar, with a gradient: Σ over all pairs; divide by the number of groups in the batch
 * @param differences (N): score of the better answer minus that of the worse, without a gradient
 */
record GroupLoss(Tensor sum, Tensor differences) {
    /** @param centring coefficient of the penalty on the height of scores; 0 for none */
    static GroupLoss of(ScoringModel model, List<ScoredGroup> groups, int padId, double centring) {
        List<int[]> rows = new ArrayList<>();
        List<Long> better = new ArrayList<>();
        List<Long> worse = new ArrayList<>();
        List<Double> margin = new ArrayList<>();
        List<Double> weight = new ArrayList<>();
        for (ScoredGroup group : groups) {
            for (Preferences.Pair pair : group.pairs()) {
                better.add((long) rows.size() + pair.better());
                worse.add((long) rows.size() + pair.worse());
                margin.add(pair.margin());
                weight.add(pair.weight());
            }
            rows.addAll(group.rows());
        }
        Tensor scores = model.scores(PaddedRows.of(rows, padId)); // (B)
        Tensor chosen = scores.index_select(0, places(better)); // (N)
        Tensor rejected = scores.index_select(0, places(worse)); // (N)
        Tensor weights = numbers(weight); // (N)
        Tensor losses = PairwiseLoss.each(chosen, rejected, numbers(margin), weights); // (N)
        if (centring > 0) {
            losses = losses.add(chosen.add(rejected).square().mul(weights).mul(new Scalar(centring)));
        }
        return new GroupLoss(losses.sum(), chosen.sub(rejected).detach());
    }

    private static Tensor places(List<Long> places) {
        return Tensors.of(places.stream().mapToLong(Long::longValue).toArray(), places.size());
    }

    private static Tensor numbers(List<Double> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return Tensors.of(floats, floats.length);
    }
}
