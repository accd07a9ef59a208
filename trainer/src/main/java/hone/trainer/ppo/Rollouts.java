package hone.trainer.ppo;

import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.run.RunFailure;
import hone.trainer.sampling.Generation;
import hone.trainer.sampling.Respondent;
import hone.trainer.tensor.SideBySide;
import java.util.ArrayList;
import java.util.List;

/**
 * Which prompts an iteration answers, and with which random numbers: both from seed and iteration alone, so that resuming needs
 * no state. Every prompt is used once before any is used again.
 */
final class Rollouts {
    private final List<List<Integer>> questions = new ArrayList<>();
    private final int tooLong;
    private final int perIteration;
    private final long seed;
    private final ShuffledOrder order;

    Rollouts(List<DatasetPrompt> prompts, Respondent respondent, int perIteration, long seed) {
        for (DatasetPrompt prompt : prompts) {
            respondent.fitting(prompt.messages()).ifPresent(questions::add);
        }
        tooLong = prompts.size() - questions.size();
        if (questions.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset",
                    "Every prompt of the dataset is too long for this model and a whole answer; nothing is left to train"
                            + " with. Ask for shorter answers or take a model that reads more.");
        }
        this.perIteration = perIteration;
        this.seed = seed;
        this.order = new ShuffledOrder(questions.size(), seed);
    }

    int tooLong() {
        return tooLong;
    }

    /** @param iteration counted from 0 */
    List<Rollout> sample(long iteration, Respondent respondent, int endId, SideBySide sideBySide) {
        List<List<Integer>> asked = new ArrayList<>();
        long[] seeds = new long[perIteration];
        for (int i = 0; i < perIteration; i++) {
            asked.add(questions.get(order.at(iteration * perIteration + i)));
            seeds[i] = ShuffledOrder.mix(ShuffledOrder.mix(seed, iteration), i);
        }
        List<Generation.Row> answers = respondent.sampleAll(asked, seeds, sideBySide);
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < perIteration; i++) {
            rollouts.add(Rollout.of(asked.get(i), answers.get(i), endId));
        }
        return rollouts;
    }
}
