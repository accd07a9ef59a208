package hone.trainer.rollout;

import hone.trainer.run.DataParallel;
import hone.trainer.sampling.Generation;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers that this process has sampled, and how all processes get to know each other's: first their lengths, then their tokens, as
 * sums over the processes of which all but one are 0.
 *
 * @param places among the answers of all
 * @param answers one for each place
 */
record SharedAnswers(int[] places, List<Generation.Row> answers) {

    /** @param count how many answers all processes have together */
    List<Generation.Row> ofAll(int count, DataParallel together) {
        if (together.count() == 1) {
            return answers;
        }
        double[] lengths = lengths(count, together);
        int[] starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            starts[i + 1] = starts[i] + (int) Math.abs(lengths[i]);
        }
        double[] tokens = tokens(starts, together);
        List<Generation.Row> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Integer> ids = new ArrayList<>();
            for (int t = starts[i]; t < starts[i + 1]; t++) {
                ids.add((int) tokens[t]);
            }
            all.add(new Generation.Row(ids, lengths[i] > 0));
        }
        return all;
    }

    /** Below 0 for an answer that was cut by the limit; none is empty. */
    private double[] lengths(int count, DataParallel together) {
        double[] lengths = new double[count];
        for (int i = 0; i < places.length; i++) {
            Generation.Row answer = answers.get(i);
            lengths[places[i]] =
                    answer.ended() ? answer.ids().size() : -answer.ids().size();
        }
        return together.sum(lengths);
    }

    private double[] tokens(int[] starts, DataParallel together) {
        double[] tokens = new double[starts[starts.length - 1]];
        for (int i = 0; i < places.length; i++) {
            List<Integer> ids = answers.get(i).ids();
            for (int t = 0; t < ids.size(); t++) {
                tokens[starts[places[i]] + t] = ids.get(t);
            }
        }
        return together.sum(tokens);
    }
}
