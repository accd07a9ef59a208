package hone.trainer.sampling;

import static org.bytedeco.pytorch.global.torch.softmax;

import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * From logits to one token per row. The random numbers come from outside, one in [0, 1) per row, so that a row's tokens do not
 * depend on the rest of its batch. Nucleus: Holtzman et al. 2020, arXiv 1904.09751.
 */
final class TokenSampler {
    /** A nucleus is nearly always within the first few hundred tokens; sorting a whole vocabulary costs more than the model. */
    private static final long SORTED_FIRST = 512;

    private static final double TEMPERATURE_MIN = 1e-5;

    /** No token: the model computed NaN or infinity for this row. The other rows have theirs. */
    static final long NONE = -1;

    private TokenSampler() {}

    static long[] greedy(Tensor logits) { // (B, V) → B ids
        long[] ids = Tensors.longs(logits.argmax(new LongOptional(-1), false));
        Tensor finite = logits.amax(new long[] {-1}, false).isfinite(); // (B)
        if (!finite.all().item_bool()) {
            long[] numbers = Tensors.longs(finite.to(ScalarType.Long));
            for (int r = 0; r < ids.length; r++) {
                ids[r] = numbers[r] == 0 ? NONE : ids[r];
            }
        }
        return ids;
    }

    /**
     * Without this check a model that computes NaN would write its token 0 forever, or nothing, and call it an answer.
     *
     * @throws RunFailure if a row has no token
     */
    static long[] all(long[] ids) {
        if (Arrays.stream(ids).anyMatch(id -> id == NONE)) {
            throw new RunFailure(
                    "not-finite",
                    "The model computes no numbers any more (NaN or infinite); its answer means nothing.");
        }
        return ids;
    }

    /**
     * The token whose interval of the cumulative distribution contains the row's number.
     *
     * @param chance one number in [0, 1) per row
     */
    static long[] sampled(Tensor logits, double temperature, double topP, double[] chance) { // (B, V) → B ids
        return sampled(logits, SamplingParameters.of(temperature, topP).filter(), chance);
    }

    /** The same with everything that may remove tokens. A temperature too small to divide by counts as 0. */
    static long[] sampled(Tensor logits, SamplingParameters.Filter filter, double[] chance) { // (B, V) → B ids
        if (filter.temperature() < TEMPERATURE_MIN) {
            return greedy(logits);
        }
        Tensor kept =
                filter.topK() > 0 && filter.topK() < logits.size(-1) ? likeliestOnly(logits, filter.topK()) : logits;
        Tensor cooled = filter.temperature() == 1 ? kept : kept.div(new Scalar(filter.temperature()));
        Tensor all = softmax(cooled, -1); // (B, V)
        double topP = filter.topP();
        if (topP >= 1) {
            return PlaceOfChance.in(notBelow(all, all, filter.minP()), chance);
        }
        T_TensorTensor_T sorted = likeliestFirst(all, topP);
        Tensor probabilities = sorted.get0(); // (B, K)
        Tensor before = probabilities.cumsum(-1).sub(probabilities); // (B, K)
        Tensor nucleus =
                probabilities.masked_fill(before.gt(new Scalar(topP)), new Scalar(0.0)); // the crossing one stays
        Tensor left = notBelow(nucleus, probabilities, filter.minP()); // (B, K)
        long[] places = PlaceOfChance.in(left, chance);
        long[] read = Arrays.stream(places).map(place -> Math.max(0, place)).toArray();
        long[] ids = Tensors.longs(sorted.get1().gather(-1, Tensors.of(read, read.length, 1))); // (B, 1)
        for (int r = 0; r < ids.length; r++) {
            ids[r] = places[r] == NONE ? NONE : ids[r];
        }
        return ids;
    }

    /** Logits below the k-th most likely become −∞; those equal to it stay, as in transformers. */
    private static Tensor likeliestOnly(Tensor logits, int k) { // (B, V) → (B, V)
        Tensor last = logits.topk(k, -1, true, true).get0().narrow(-1, k - 1L, 1); // (B, 1)
        return logits.masked_fill(logits.lt(last), new Scalar(Double.NEGATIVE_INFINITY));
    }

    /** Weights of tokens below this fraction of the most likely one's probability become 0. */
    private static Tensor notBelow(Tensor weights, Tensor probabilities, double minP) { // (B, K), (B, K) → (B, K)
        if (minP <= 0) {
            return weights;
        }
        Tensor least = probabilities.amax(new long[] {-1}, true).mul(new Scalar(minP)); // (B, 1)
        return weights.masked_fill(probabilities.lt(least), new Scalar(0.0));
    }

    private static T_TensorTensor_T likeliestFirst(Tensor all, double topP) {
        long first = Math.min(SORTED_FIRST, all.size(-1));
        T_TensorTensor_T top = all.topk(first, -1, true, true);
        boolean enough = first == all.size(-1) || top.get0().sum(-1).min().item_double() >= topP;
        return enough ? top : all.sort(-1, true);
    }
}
