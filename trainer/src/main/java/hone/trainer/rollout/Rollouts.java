package hone.trainer.rollout;

import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.LeftOut;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.sampling.AskedPrompts;
import hone.trainer.sampling.Generation;
import hone.trainer.sampling.Respondent;
import hone.trainer.tensor.SideBySide;
import java.util.ArrayList;
import java.util.List;

/**
 * Which prompts an iteration answers, and with which random numbers: both from seed and iteration alone, so that resuming needs
 * no state. Every prompt is used once before any is used again.
 */
public final class Rollouts {
    private final AskedPrompts asked;
    private final int perIteration;
    private final int group;
    private final long seed;
    private final ShuffledOrder order;

    /** One answer to each prompt. */
    public Rollouts(List<DatasetPrompt> prompts, Respondent respondent, int perIteration, long seed) {
        this(prompts, respondent, perIteration, 1, seed);
    }

    /** @param group answers to each prompt, which stand side by side; divides {@code perIteration} */
    public Rollouts(List<DatasetPrompt> prompts, Respondent respondent, int perIteration, int group, long seed) {
        asked = AskedPrompts.of(prompts, respondent);
        this.perIteration = perIteration;
        this.group = group;
        this.seed = seed;
        this.order = new ShuffledOrder(asked.prompts().size(), seed);
    }

    /** Prompts that are not practised. */
    public LeftOut leftOut() {
        return asked.leftOut();
    }

    /** @param iteration counted from 0 */
    public List<Rollout> sample(long iteration, Respondent respondent, SideBySide sideBySide) {
        List<AskedPrompts.Asked> some = new ArrayList<>();
        long[] seeds = new long[perIteration];
        for (int i = 0; i < perIteration; i++) {
            some.add(asked.prompts().get(order.at(iteration * (perIteration / group) + i / group)));
            seeds[i] = ShuffledOrder.mix(ShuffledOrder.mix(seed, iteration), i);
        }
        List<Generation.Row> answers =
                respondent.sampleAll(some.stream().map(AskedPrompts.Asked::ids).toList(), seeds, sideBySide);
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < perIteration; i++) {
            rollouts.add(Rollout.of(some.get(i).prompt(), some.get(i).ids(), answers.get(i), respondent.closingId()));
        }
        return rollouts;
    }
}
