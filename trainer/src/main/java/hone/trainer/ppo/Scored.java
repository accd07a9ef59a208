package hone.trainer.ppo;

import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.rollout.AnswerBatch;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.MyRollouts;
import hone.trainer.rollout.Rollout;
import hone.trainer.run.DataParallel;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What the models computed for an iteration's answers. Arrays are (B, N), row after row, 0 after the ends; scores (B).
 *
 * @param width N
 * @param mask 1 where there is a token
 */
record Scored(int width, float[] mask, float[] logprobs, float[] referenceLogprobs, float[] values, float[] scores) {

    /**
     * The four models that read an answer. Several processes divide the answers between them; afterwards each knows what was measured of
     * all.
     */
    record Readers(
            Decoder policy,
            Decoder reference,
            ScoringModel value,
            double valueMean,
            AnswerScorer scorer,
            DataParallel together) {}

    private interface Look {
        Tensor at(AnswerBatch batch);
    }

    static Scored of(List<Rollout> rollouts, Readers readers, double temperature, int padId, SideBySide sideBySide) {
        int width = rollouts.stream().mapToInt(Rollout::answerTokens).max().orElse(0);
        int cells = rollouts.size() * width;
        Scored scored = new Scored(
                width,
                new float[cells],
                new float[cells],
                new float[cells],
                new float[cells],
                new float[rollouts.size()]);
        for (int r = 0; r < rollouts.size(); r++) {
            Arrays.fill(scored.mask, r * width, r * width + rollouts.get(r).answerTokens(), 1);
        }
        MyRollouts mine = MyRollouts.of(rollouts, readers.together);
        List<SideBySide.Work> work = new ArrayList<>();
        work.add(() -> mine.score(readers.scorer, scored.scores));
        for (int[] which : mine.ofSimilarLength(PaddedRows.ROWS_MAX)) {
            AnswerBatch batch =
                    AnswerBatch.of(Arrays.stream(which).mapToObj(rollouts::get).toList(), padId);
            work.add(() -> look(
                    batch, which, width, scored.logprobs, answers -> answers.logprobs(readers.policy, temperature)));
            work.add(() -> look(
                    batch,
                    which,
                    width,
                    scored.referenceLogprobs,
                    answers -> answers.logprobs(readers.reference, temperature)));
            work.add(() -> look(
                    batch, which, width, scored.values, answers -> answers.values(readers.value, readers.valueMean)));
        }
        sideBySide.run(work);
        Stream.of(scored.logprobs, scored.referenceLogprobs, scored.values, scored.scores)
                .forEach(readers.together::complete);
        return scored;
    }

    private static void look(AnswerBatch batch, int[] which, int width, float[] into, Look look) {
        try (NoGradGuard constants = new NoGradGuard()) {
            float[] numbers = Tensors.floats(look.at(batch)); // (b, n)
            for (int i = 0; i < which.length; i++) {
                System.arraycopy(numbers, i * batch.answerWidth(), into, which[i] * width, batch.answerWidth());
            }
        }
    }

    Tensor grid(float[] numbers) { // → (B, N)
        return Tensors.of(numbers, scores.length, width);
    }
}
