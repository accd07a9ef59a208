package hone.trainer.rollout;

import hone.trainer.data.LabelledRows;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.decoder.TokenLogprobs;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Some rollouts as one batch, padded on the right, and the positions of their answers. Token n of an answer is predicted, and
 * valued, at the position before it. In shapes: B rows, T tokens of the longest row, N tokens of the longest answer, K tokens of
 * all answers together.
 *
 * @param predicting positions row · T + token before each answer token (K)
 * @param labels the answer tokens (K)
 * @param cells the position of each answer token in (B, N), row after row (K)
 */
public record AnswerBatch(PaddedRows rows, int answerWidth, long[] predicting, long[] labels, long[] cells) {
    public static AnswerBatch of(List<Rollout> rollouts, int padId) {
        PaddedRows rows = PaddedRows.of(rollouts.stream().map(Rollout::tokens).toList(), padId);
        int width = rollouts.stream().mapToInt(Rollout::answerTokens).max().orElse(0);
        int count = rollouts.stream().mapToInt(Rollout::answerTokens).sum();
        AnswerBatch batch = new AnswerBatch(rows, width, new long[count], new long[count], new long[count]);
        int next = 0;
        for (int r = 0; r < rollouts.size(); r++) {
            Rollout rollout = rollouts.get(r);
            for (int n = 0; n < rollout.answerTokens(); n++) {
                batch.predicting[next] = (long) r * rows.width() + rollout.questionTokens() + n - 1;
                batch.labels[next] = rollout.tokens()[rollout.questionTokens() + n];
                batch.cells[next] = (long) r * width + n;
                next++;
            }
        }
        return batch;
    }

    public int answerTokens() {
        return labels.length;
    }

    /** The answers' tokens as labels. */
    public LabelledRows labelled() {
        float[] weights = new float[labels.length];
        Arrays.fill(weights, 1);
        return new LabelledRows.Chosen(
                rows.count(), rows.width(), rows.ids(), new TokenRows.Targets(predicting, labels, weights));
    }

    /** Log-probabilities of the answers' tokens, 0 after their ends; without a gradient. */
    public Tensor logprobs(Decoder model, double temperature) { // → (B, N)
        return Scope.result(() -> grid(TokenLogprobs.logprobs(model, labelled(), temperature)));
    }

    /** What was read of {@link #labelled} as (B, N) each. */
    public TokenLogprobs grid(TokenLogprobs flat) {
        return new TokenLogprobs(grid(flat.logprobs()), grid(flat.entropy()));
    }

    /** The value model's estimate before each token, minus its constant part; 0 after the ends. */
    public Tensor values(ScoringModel model, double mean) { // → (B, N)
        Tensor values = model.at(ids(), Tensors.of(predicting, predicting.length)); // (K)
        return grid(values.sub(new Scalar(mean)));
    }

    private Tensor ids() {
        return Tensors.of(rows.ids(), rows.count(), rows.width()); // (B, T)
    }

    private Tensor grid(Tensor flat) { // (K) → (B, N)
        return Tensors.zeros((long) rows.count() * answerWidth)
                .scatter(0, Tensors.of(cells, cells.length), flat)
                .view(rows.count(), answerWidth);
    }
}
