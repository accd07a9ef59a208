package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.zeros;

import hone.trainer.data.TokenRows;
import org.bytedeco.pytorch.Tensor;

/** The log-probability of whole answers: Σ log p over the labelled tokens of each row, with a gradient. */
public final class SequenceLogprobs {
    private SequenceLogprobs() {}

    /** @param rows whose weights are 1 */
    public static Tensor sums(Decoder model, TokenRows rows) { // → (B)
        Tensor each = TokenLoss.each(model, rows).neg(); // (N)
        long[] positions = rows.targets().positions();
        long[] row = new long[positions.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = positions[i] / rows.width();
        }
        return zeros(rows.count()).index_add(0, Tensor.create(row, row.length), each);
    }
}
