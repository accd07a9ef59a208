package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import hone.trainer.data.PackedRows;
import hone.trainer.data.TokenRows;
import hone.trainer.tensor.Scope;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Cross entropy of the labelled tokens. The output matrix is applied only to positions that predict one, so prompts and padding
 * cost nothing there.
 */
public final class TokenLoss {
    private static final long REDUCE_NONE = 0;

    private TokenLoss() {}

    /** Σ w · −log p(label), where the label at t is predicted from the hidden state at t − 1. Divide by the label count. */
    public static Tensor sum(Decoder model, TokenRows rows) { // → scalar
        return each(model, rows).sum();
    }

    /** The same for each row separately. */
    public static double[] byRow(Decoder model, TokenRows rows) {
        Tensor losses = each(model, rows).to(ScalarType.Float).contiguous(); // (N)
        long[] positions = rows.targets().positions();
        float[] values = new float[positions.length];
        new FloatPointer(losses.data_ptr()).get(values);
        double[] sums = new double[rows.count()];
        for (int i = 0; i < values.length; i++) {
            sums[(int) (positions[i] / rows.width())] += values[i];
        }
        return sums;
    }

    static Tensor each(Decoder model, TokenRows rows) { // → (N)
        Tensor ids = Tensor.create(rows.ids(), rows.count(), rows.width()); // (B, T)
        return each(model, model.hidden(ids), rows.targets());
    }

    /** The same for rows that several examples share, each hidden from the others and read from position 0 on. */
    public static Tensor sum(Decoder model, PackedRows rows) { // → scalar
        Tensor ids = Tensor.create(rows.ids(), rows.count(), rows.width()); // (B, T)
        Tensor examples = Tensor.create(rows.examples(), rows.count(), rows.width()); // (B, T)
        Decoder.Reading reading = new Decoder.Reading(
                Optional.of(Tensor.create(rows.positions(), rows.count(), rows.width())),
                Optional.of(AttentionMask.ofExamples(examples)),
                Optional.empty());
        return each(model, model.hidden(ids, reading), rows.targets()).sum();
    }

    private static Tensor each(Decoder model, Tensor read, TokenRows.Targets targets) { // (B, T, H) → (N)
        Tensor hidden = read.view(-1, model.config().dim()); // (B · T, H)
        int n = targets.labels().length;
        Tensor predicting = hidden.index_select(0, Tensor.create(targets.positions(), n)); // (N, H)
        // The logits are larger than everything else and nothing needs them after their softmax.
        Tensor losses = Scope.result(() -> cross_entropy_loss(
                model.logits(predicting),
                Tensor.create(targets.labels(), n),
                new TensorOptional(),
                REDUCE_NONE,
                TokenRows.NO_LABEL,
                0.0)); // (N)
        return losses.mul(Tensor.create(targets.weights(), n));
    }
}
