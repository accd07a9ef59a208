package hone.trainer.decoder;

import hone.trainer.data.LabelledRows;
import hone.trainer.data.PackedRows;
import hone.trainer.data.TokenRows;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Cross entropy of the labelled tokens: Σ w · −log p(label), where the label at t is predicted from the hidden state at t − 1. The output
 * matrix is applied only to positions that predict one, so prompts and padding cost nothing there.
 */
final class TokenLoss {
    private TokenLoss() {}

    /**
     * Adds the gradient of scale times the loss.
     *
     * @param matrix where that of the output matrix goes
     * @return the loss, without the scale
     */
    static double learn(
            Decoder model, LabelledRows rows, double scale, Precision precision, Optional<OutputGradient> matrix) {
        if (rows.labelCount() == 0) {
            return 0;
        }
        Tensor weights = weights(rows); // (N)
        Tensor slopes = weights.mul(new Scalar(-scale)); // (N)
        Tensor logprobs = precision.within(() -> logprobs(model, rows, 1)).learn(slopes, matrix); // (N)
        return -logprobs.mul(weights).sum().item_double();
    }

    /** The loss of each row, without a gradient. */
    static double[] byRow(Decoder model, TokenRows rows) {
        double[] sums = new double[rows.count()];
        if (rows.labelCount() == 0) {
            return sums;
        }
        try (NoGradGuard constants = new NoGradGuard()) {
            Tensor losses = logprobs(model, rows, 1).values().mul(weights(rows)).neg(); // (N)
            long[] positions = rows.targets().positions();
            float[] values = Tensors.floats(losses);
            for (int i = 0; i < values.length; i++) {
                sums[(int) (positions[i] / rows.width())] += values[i];
            }
            return sums;
        }
    }

    static LabelLogprobs logprobs(Decoder model, LabelledRows rows, double temperature) {
        Tensor ids = Tensors.of(rows.ids(), rows.count(), rows.width()); // (B, T)
        Tensor read = model.hidden(ids, reading(rows)); // (B, T, H)
        return new LabelLogprobs(model.output(), read, rows.targets(), temperature);
    }

    /** Examples that share a row are hidden from each other and read from position 0 on. */
    private static Decoder.Reading reading(LabelledRows rows) {
        return switch (rows) {
            case TokenRows plain -> Decoder.Reading.FROM_THE_START;
            case LabelledRows.Chosen chosen -> Decoder.Reading.FROM_THE_START;
            case PackedRows packed ->
                new Decoder.Reading(
                        Optional.of(Tensors.of(packed.positions(), packed.count(), packed.width())),
                        Optional.of(AttentionMask.ofExamples(
                                Tensors.of(packed.examples(), packed.count(), packed.width()))),
                        Optional.empty());
        };
    }

    private static Tensor weights(LabelledRows rows) { // → (N)
        float[] weights = rows.targets().weights();
        return Tensors.of(weights, weights.length);
    }
}
