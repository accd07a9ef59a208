package hone.trainer.grpo;

import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.rollout.AnswerBatch;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.MyRollouts;
import hone.trainer.rollout.Rollout;
import hone.trainer.run.DataParallel;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What was measured of an iteration's answers before anything was learned from them. Arrays are (B, N), row after row, 0 after the
 * ends; scores (B).
 *
 * @param width N
 * @param reference zeros where there is none
 */
record Looked(int width, float[] mask, float[] logprobs, float[] reference, float[] scores) {

    /**
     * What reads an answer. Several processes divide the answers between them; afterwards each knows what was measured of all.
     *
     * @param reference empty where nothing depends on it
     */
    record Readers(Decoder policy, Optional<Decoder> reference, AnswerScorer scorer, DataParallel together) {}

    static Looked at(List<Rollout> rollouts, Readers readers, double temperature, int padId, SideBySide sideBySide) {
        int width = rollouts.stream().mapToInt(Rollout::answerTokens).max().orElse(0);
        int cells = rollouts.size() * width;
        Looked looked =
                new Looked(width, new float[cells], new float[cells], new float[cells], new float[rollouts.size()]);
        for (int r = 0; r < rollouts.size(); r++) {
            Arrays.fill(looked.mask, r * width, r * width + rollouts.get(r).answerTokens(), 1);
        }
        MyRollouts mine = MyRollouts.of(rollouts, readers.together);
        List<SideBySide.Work> work = new ArrayList<>();
        work.add(() -> mine.score(readers.scorer, looked.scores));
        for (int[] which : mine.ofSimilarLength(PaddedRows.ROWS_MAX)) {
            AnswerBatch batch =
                    AnswerBatch.of(Arrays.stream(which).mapToObj(rollouts::get).toList(), padId);
            work.add(() -> read(batch, which, width, readers.policy, temperature, looked.logprobs));
            readers.reference.ifPresent(
                    start -> work.add(() -> read(batch, which, width, start, temperature, looked.reference)));
        }
        sideBySide.run(work);
        Stream.of(looked.logprobs, looked.reference, looked.scores).forEach(readers.together::complete);
        return looked;
    }

    private static void read(
            AnswerBatch batch, int[] which, int width, Decoder model, double temperature, float[] into) {
        try (NoGradGuard constants = new NoGradGuard()) {
            float[] numbers = Tensors.floats(batch.logprobs(model, temperature)); // (b, n)
            for (int i = 0; i < which.length; i++) {
                System.arraycopy(numbers, i * batch.answerWidth(), into, which[i] * width, batch.answerWidth());
            }
        }
    }

    /** Some of the answers, cut to the longest of them. */
    Tensor part(float[] all, int[] which, int partWidth) { // → (b, n)
        float[] cut = new float[which.length * partWidth];
        for (int i = 0; i < which.length; i++) {
            System.arraycopy(all, which[i] * width, cut, i * partWidth, partWidth);
        }
        return Tensors.of(cut, which.length, partWidth);
    }

    /** Mean over answers of log π − log ref summed over an answer, in nats. */
    double divergence() {
        double sum = 0;
        for (int i = 0; i < mask.length; i++) {
            sum += mask[i] * (logprobs[i] - reference[i]);
        }
        return sum / scores.length;
    }

    /** Mean over answers of −log p summed over an answer, in nats. */
    double entropy() {
        double sum = 0;
        for (float logprob : logprobs) {
            sum -= logprob;
        }
        return sum / scores.length;
    }
}
