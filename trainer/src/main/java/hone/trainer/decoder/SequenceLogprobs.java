package hone.trainer.decoder;

import hone.trainer.data.TokenRows;
import hone.trainer.tensor.Tensors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The log-probability of whole answers: Σ log p over the labelled tokens of each row. */
public final class SequenceLogprobs {
    private SequenceLogprobs() {}

    /** Without a gradient. */
    public static Tensor sums(Decoder model, TokenRows rows) { // → (B)
        try (NoGradGuard constants = new NoGradGuard()) {
            return ofTokens(TokenLoss.logprobs(model, rows, 1).values(), rows);
        }
    }

    /** With the gradient of the tokens' own. */
    public static Tensor ofTokens(Tensor logprobs, TokenRows rows) { // (N) → (B)
        long[] positions = rows.targets().positions();
        long[] row = new long[positions.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = positions[i] / rows.width();
        }
        return Tensors.zeros(rows.count()).index_add(0, Tensors.of(row, row.length), logprobs);
    }
}
