package hone.trainer.model;

import static org.bytedeco.pytorch.global.torch.softmax;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * From logits to one token a row. Chance comes from outside, one number in [0, 1) a row, so that a row's tokens do not depend
 * on who shares its batch. Nucleus: Holtzman et al. 2020, arXiv 1904.09751.
 */
final class TokenChoice {
    /** A nucleus nearly always lies among the first few hundred; sorting a whole vocabulary costs more than the model. */
    private static final long SORTED_FIRST = 512;

    private TokenChoice() {}

    static Tensor likeliest(Tensor logits) { // (B, V) → (B)
        return logits.argmax(new LongOptional(-1), false);
    }

    /** The token in whose stretch of the cumulated distribution the row's number falls. */
    static Tensor drawn(Tensor logits, double temperature, double topP, Tensor chance) { // (B, V), (B, 1) → (B)
        Tensor all = softmax(logits.to(ScalarType.Double).div(new Scalar(temperature)), -1); // (B, V)
        if (topP >= 1) {
            return place(all.cumsum(-1), chance).squeeze(-1);
        }
        T_TensorTensor_T sorted = likeliestFirst(all, topP);
        Tensor probabilities = sorted.get0(); // (B, K)
        Tensor before = probabilities.cumsum(-1).sub(probabilities); // (B, K)
        Tensor nucleus =
                probabilities.masked_fill(before.gt(new Scalar(topP)), new Scalar(0.0)); // the crossing one stays
        return sorted.get1().gather(-1, place(nucleus.cumsum(-1), chance)).squeeze(-1);
    }

    private static T_TensorTensor_T likeliestFirst(Tensor all, double topP) {
        long first = Math.min(SORTED_FIRST, all.size(-1));
        T_TensorTensor_T top = all.topk(first, -1, true, true);
        boolean enough = first == all.size(-1) || top.get0().sum(-1).min().item_double() >= topP;
        return enough ? top : all.sort(-1, true);
    }

    private static Tensor place(Tensor cumulated, Tensor chance) { // (B, K), (B, 1) → (B, 1)
        long last = cumulated.size(-1) - 1;
        Tensor wanted = cumulated.narrow(-1, last, 1).mul(chance); // (B, 1)
        return cumulated.le(wanted).sum(-1).clamp_max(new Scalar(last)).unsqueeze(-1);
    }
}
