package hone.trainer.dpo;

import hone.contract.DpoSettings;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.SequenceLogprobs;
import hone.trainer.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** Log-probabilities of some pairs' answers, chosen and rejected ones read in one batch; means over tokens for IPO. */
record PairLogprobs(List<ComparedAnswers> pairs, int padId, DpoSettings settings) {

    /** Σ log p of the two answers of each pair under the reference. */
    record Sums(float[] chosen, float[] rejected) {}

    /** Of the two answers of each pair, without a gradient. */
    DpoLoss.Logprobs of(Decoder model, int[] which) {
        return split(SequenceLogprobs.sums(model, rows(which)), some(which));
    }

    /** The two answers of each pair, to be learned. */
    TokenRows rows(int[] which) {
        return TokenRows.rightPadded(
                Stream.concat(
                                some(which).stream().map(ComparedAnswers::chosen),
                                some(which).stream().map(ComparedAnswers::rejected))
                        .toList(),
                padId);
    }

    /** From the log-probabilities of the labels of {@link #rows}, with their gradient. */
    DpoLoss.Logprobs ofTokens(Tensor logprobs, TokenRows rows, int[] which) { // (N)
        return split(SequenceLogprobs.ofTokens(logprobs, rows), some(which));
    }

    private List<ComparedAnswers> some(int[] which) {
        return Arrays.stream(which).mapToObj(pairs::get).toList();
    }

    /** What was computed before, of the same pairs. */
    DpoLoss.Logprobs of(Sums sums, int[] which) {
        float[] both = new float[2 * which.length];
        for (int i = 0; i < which.length; i++) {
            both[i] = sums.chosen[which[i]];
            both[which.length + i] = sums.rejected[which[i]];
        }
        return split(Tensors.of(both, both.length), some(which));
    }

    private DpoLoss.Logprobs split(Tensor sums, List<ComparedAnswers> some) { // (2 B): chosen ones, rejected ones
        Tensor numbers = sums;
        if (settings.loss().equals(DpoSettings.IPO)) {
            float[] tokens = new float[2 * some.size()];
            for (int i = 0; i < some.size(); i++) {
                tokens[i] = some.get(i).chosen().labelCount();
                tokens[some.size() + i] = some.get(i).rejected().labelCount();
            }
            numbers = sums.div(Tensors.of(tokens, tokens.length));
        }
        return new DpoLoss.Logprobs(numbers.narrow(0, 0, some.size()), numbers.narrow(0, some.size(), some.size()));
    }
}
