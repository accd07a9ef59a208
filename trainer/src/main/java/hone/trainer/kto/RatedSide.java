package hone.trainer.kto;

import hone.contract.KtoSettings;
import hone.contract.RunEvent;
import hone.trainer.data.InTwo;
import hone.trainer.data.LabeledAnswers;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.decoder.SequenceLogprobs;
import hone.trainer.run.DataParallel;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Rated answers, what the reference says of them, and what the policy's losses on them are. Answers are named by their numbers.
 *
 * @param reference Σ log p of each answer
 * @param unrelatedReference the same of the answers to other prompts
 */
record RatedSide(
        LabeledRows rows,
        float[] reference,
        float[] unrelatedReference,
        KtoSettings settings,
        int together,
        int padId) {
    int size() {
        return rows.rows().size();
    }

    /** How many tokens an answer's row has. */
    int length(int answer) {
        return rows.rows().get(answer).tokens().length;
    }

    long tokens(int[] which) {
        return Arrays.stream(which).map(this::length).sum();
    }

    /** Micro-batches of similar length. */
    List<int[]> parts(int[] which) {
        List<int[]> tokens =
                Arrays.stream(which).mapToObj(i -> rows.rows().get(i).tokens()).toList();
        return PaddedRows.ofSimilarLength(tokens, together).stream()
                .map(places -> Arrays.stream(places).map(i -> which[i]).toArray())
                .toList();
    }

    /** Without a gradient. */
    Tensor logprobs(Decoder policy, int[] which) { // → (B)
        return SequenceLogprobs.sums(policy, labelled(which));
    }

    /** Some answers, to be learned. */
    TokenRows labelled(int[] which) {
        return padded(rows.rows(), which);
    }

    /** Some answers in at most two parts that take about as long. */
    List<int[]> inTwo(int[] which) {
        return InTwo.ofNumbers(which, this::length);
    }

    /** Σ w · loss of some answers. */
    Tensor loss(int[] which, Tensor logprobs, double kl, Seen seen) { // (B) → scalar
        int n = which.length;
        LabeledAnswers.Labeled[] labels =
                Arrays.stream(which).mapToObj(rows.answers()::get).toArray(LabeledAnswers.Labeled[]::new);
        float[] desirable = new float[n];
        float[] weights = new float[n];
        for (int i = 0; i < n; i++) {
            desirable[i] = labels[i].desirable() ? 1 : 0;
            weights[i] = (float) labels[i].weight();
        }
        KtoLoss of =
                KtoLoss.of(logprobs, Tensors.of(pick(reference, which), n), kl, Tensors.of(desirable, n), settings);
        Tensor losses = of.losses().mul(Tensors.of(weights, n)); // (B)
        Tensor sum = losses.sum();
        seen.add(sum.item_double(), Tensors.floats(losses.detach()), Tensors.floats(of.rewards()), labels);
        return sum;
    }

    /** Σ log π/ref over answers to other prompts, read behind the prompts of these answers: their mean estimates the divergence. */
    double unrelatedChange(Decoder policy, int[] which) {
        float[] now = new float[which.length];
        List<TokenRows.Row> all = rows.unrelated();
        List<int[]> tokens =
                Arrays.stream(which).mapToObj(i -> all.get(i).tokens()).toList();
        for (int[] places : PaddedRows.ofSimilarLength(tokens, together)) {
            int[] some = Arrays.stream(places).map(i -> which[i]).toArray();
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                float[] part = Tensors.floats(SequenceLogprobs.sums(policy, padded(all, some)));
                for (int i = 0; i < places.length; i++) {
                    now[places[i]] = part[i];
                }
            }
        }
        double change = 0;
        for (int i = 0; i < now.length; i++) {
            change += now[i] - unrelatedReference[which[i]];
        }
        return change;
    }

    private TokenRows padded(List<TokenRows.Row> all, int[] which) {
        return TokenRows.rightPadded(Arrays.stream(which).mapToObj(all::get).toList(), padId);
    }

    private static float[] pick(float[] all, int[] which) {
        float[] some = new float[which.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[which[i]];
        }
        return some;
    }

    /** Sums over answers. */
    static final class Seen {
        private final List<RunEvent.RowLoss> losses = new ArrayList<>();
        private double rows;
        private double loss;
        private double wanted;
        private double wantedRewards;
        private double unwantedRewards;

        private void add(double sum, float[] weighted, float[] rewards, LabeledAnswers.Labeled[] labels) {
            loss += sum;
            for (int i = 0; i < rewards.length; i++) {
                rows++;
                losses.add(new RunEvent.RowLoss(weighted[i], 1));
                wanted += labels[i].desirable() ? 1 : 0;
                wantedRewards += labels[i].desirable() ? rewards[i] : 0;
                unwantedRewards += labels[i].desirable() ? 0 : rewards[i];
            }
        }

        double loss() {
            return loss;
        }

        double rows() {
            return rows;
        }

        void add(Seen more) {
            losses.addAll(more.losses);
            rows += more.rows;
            loss += more.loss;
            wanted += more.wanted;
            wantedRewards += more.wantedRewards;
            unwantedRewards += more.unwantedRewards;
        }

        /** Over all processes, but for the losses of each answer. */
        Seen summed(DataParallel together) {
            double[] all = together.sum(rows, loss, wanted, wantedRewards, unwantedRewards);
            Seen sums = new Seen();
            sums.rows = all[0];
            sums.loss = all[1];
            sums.wanted = all[2];
            sums.wantedRewards = all[3];
            sums.unwantedRewards = all[4];
            return sums;
        }

        /** w · loss of each answer, in the order in which they were seen. */
        List<RunEvent.RowLoss> losses() {
            return losses;
        }

        /** Means of what there is. */
        Map<String, Double> metrics(double kl) {
            Map<String, Double> metrics = new HashMap<>();
            metrics.put("loss", loss / rows);
            metrics.put("kl", kl);
            if (wanted > 0) {
                metrics.put("rewards/chosen", wantedRewards / wanted);
            }
            if (rows > wanted) {
                metrics.put("rewards/rejected", unwantedRewards / (rows - wanted));
            }
            if (wanted > 0 && rows > wanted) {
                metrics.put("rewards/margins", wantedRewards / wanted - unwantedRewards / (rows - wanted));
            }
            return metrics;
        }
    }
}
