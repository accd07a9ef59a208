package hone.trainer.rollout;

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
public final class Rollouts {
    private final List<Question> questions = new ArrayList<>();
    private final int tooLong;
    private final int perIteration;
    private final int group;
    private final long seed;
    private final ShuffledOrder order;

    private record Question(DatasetPrompt prompt, List<Integer> ids) {}

    /** One answer to each prompt. */
    public Rollouts(List<DatasetPrompt> prompts, Respondent respondent, int perIteration, long seed) {
        this(prompts, respondent, perIteration, 1, seed);
    }

    /** @param group answers to each prompt, which stand side by side; divides {@code perIteration} */
    public Rollouts(List<DatasetPrompt> prompts, Respondent respondent, int perIteration, int group, long seed) {
        for (DatasetPrompt prompt : prompts) {
            respondent.fitting(prompt.messages()).ifPresent(ids -> questions.add(new Question(prompt, ids)));
        }
        tooLong = prompts.size() - questions.size();
        if (questions.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset",
                    "Every prompt of the dataset is too long for this model and a whole answer; nothing is left to train"
                            + " with. Ask for shorter answers or take a model that reads more.");
        }
        this.perIteration = perIteration;
        this.group = group;
        this.seed = seed;
        this.order = new ShuffledOrder(questions.size(), seed);
    }

    public int tooLong() {
        return tooLong;
    }

    /** @param iteration counted from 0 */
    public List<Rollout> sample(long iteration, Respondent respondent, int endId, SideBySide sideBySide) {
        List<Question> asked = new ArrayList<>();
        long[] seeds = new long[perIteration];
        for (int i = 0; i < perIteration; i++) {
            asked.add(questions.get(order.at(iteration * (perIteration / group) + i / group)));
            seeds[i] = ShuffledOrder.mix(ShuffledOrder.mix(seed, iteration), i);
        }
        List<Generation.Row> answers =
                respondent.sampleAll(asked.stream().map(Question::ids).toList(), seeds, sideBySide);
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < perIteration; i++) {
            rollouts.add(Rollout.of(asked.get(i).prompt, asked.get(i).ids, answers.get(i), endId));
        }
        return rollouts;
    }
}
