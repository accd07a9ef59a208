package hone.trainer.ppo;

import hone.trainer.data.InTwo;
import hone.trainer.rollout.AnswerBatch;
import hone.trainer.rollout.Minibatches;
import hone.trainer.rollout.MyRollouts;
import hone.trainer.rollout.Rollout;
import hone.trainer.run.DataParallel;
import hone.trainer.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * An iteration's answers and what was measured before anything was learned from them. Tensors are (B, N), B answers of at most N
 * tokens, 0 after their ends.
 *
 * @param logprobs under the policy that sampled them
 * @param values of the value model at that time
 * @param advantages whitened
 */
record Experience(
        List<Rollout> rollouts, Tensor mask, Tensor logprobs, Tensor values, Tensor advantages, Tensor returns) {

    /** Some of the answers, cut to the longest of them: a batch for the models, tensors for the losses. */
    record Part(AnswerBatch batch, Tensor mask, Tensor logprobs, Tensor values, Tensor advantages, Tensor returns) {}

    /**
     * This process's share of a minibatch, in parts of similar length.
     *
     * @param which indices into {@code rollouts}
     */
    List<int[]> parts(int[] which, DataParallel together) {
        return MyRollouts.among(rollouts, which, together).ofSimilarLength(Minibatches.ROWS_TOGETHER_MAX);
    }

    /** The same in at most two parts that take about as long. */
    List<Part> inTwo(int[] which, int padId) {
        return InTwo.ofNumbers(which, place -> rollouts.get(place).tokens().length).stream()
                .map(half -> part(half, padId))
                .toList();
    }

    private Part part(int[] which, int padId) {
        AnswerBatch batch =
                AnswerBatch.of(Arrays.stream(which).mapToObj(rollouts::get).toList(), padId);
        Tensor places = Tensors.of(Arrays.stream(which).asLongStream().toArray(), which.length); // (b)
        return new Part(
                batch,
                cut(mask, places, batch),
                cut(logprobs, places, batch),
                cut(values, places, batch),
                cut(advantages, places, batch),
                cut(returns, places, batch));
    }

    private static Tensor cut(Tensor all, Tensor places, AnswerBatch batch) { // (B, N) → (b, n)
        return all.index_select(0, places).narrow(1, 0, batch.answerWidth());
    }

    int answerTokens(int[] which) {
        return Arrays.stream(which)
                .map(place -> rollouts.get(place).answerTokens())
                .sum();
    }
}
