package hone.trainer.rollout;

import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.LeftOut;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.run.DataParallel;
import hone.trainer.sampling.AskedPrompts;
import hone.trainer.sampling.Generation;
import hone.trainer.sampling.Respondent;
import hone.trainer.tensor.SideBySide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which prompts an iteration answers, and with which random numbers: both from seed and iteration alone, so that resuming needs
 * no state. Every prompt is used once before any is used again. Several processes divide the prompts between them; afterwards each knows
 * all answers.
 */
public final class Rollouts {
    private final AskedPrompts asked;
    private final Size size;
    private final long seed;
    private final DataParallel together;
    private final ShuffledOrder order;

    /**
     * How many answers an iteration has.
     *
     * @param group answers to each prompt, which stand side by side; divides {@code perIteration}
     */
    public record Size(int perIteration, int group) {
        /** One answer to each prompt. */
        public static Size single(int perIteration) {
            return new Size(perIteration, 1);
        }

        int prompts() {
            return perIteration / group;
        }
    }

    public Rollouts(List<DatasetPrompt> prompts, Respondent respondent, Size size, long seed, DataParallel together) {
        asked = AskedPrompts.of(prompts, respondent);
        this.size = size;
        this.seed = seed;
        this.together = together;
        this.order = new ShuffledOrder(asked.prompts().size(), seed);
    }

    /** Prompts that are not practised. */
    public LeftOut leftOut() {
        return asked.leftOut();
    }

    /** @param iteration counted from 0 */
    public List<Rollout> sample(long iteration, Respondent respondent, SideBySide sideBySide) {
        List<AskedPrompts.Asked> prompts = new ArrayList<>();
        for (int p = 0; p < size.prompts(); p++) {
            prompts.add(asked.prompts().get(order.at(iteration * size.prompts() + p)));
        }
        int[] mine = Arrays.stream(together.share(
                        IntStream.range(0, prompts.size()).toArray(),
                        p -> prompts.get(p).ids().size()))
                .flatMap(p -> IntStream.range(p * size.group, (p + 1) * size.group))
                .toArray();
        List<List<Integer>> questions = Arrays.stream(mine)
                .mapToObj(i -> prompts.get(i / size.group).ids())
                .toList();
        long[] seeds = Arrays.stream(mine)
                .mapToLong(i -> ShuffledOrder.mix(ShuffledOrder.mix(seed, iteration), i))
                .toArray();
        List<Generation.Row> answers = new SharedAnswers(mine, respondent.sampleAll(questions, seeds, sideBySide))
                .ofAll(size.perIteration, together);
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            AskedPrompts.Asked prompt = prompts.get(i / size.group);
            rollouts.add(Rollout.of(prompt.prompt(), prompt.ids(), answers.get(i), respondent.closingId()));
        }
        return rollouts;
    }
}
