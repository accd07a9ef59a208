package hone.trainer.rollout;

import hone.trainer.data.ShuffledOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The answers of an iteration in random minibatches, epoch after epoch; the order comes from seed and iteration alone. */
public final class Minibatches {
    /** The most rows read at once; with more of mixed length there would only be more padding. */
    public static final int ROWS_TOGETHER_MAX = 16;

    private Minibatches() {}

    /** @return indices of the answers, one array per minibatch */
    public static List<int[]> of(int answers, int perMinibatch, int epochs, long seed) {
        List<int[]> all = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] order = ShuffledOrder.shuffled(answers, ShuffledOrder.mix(seed, epoch));
            for (int from = 0; from < answers; from += perMinibatch) {
                all.add(Arrays.copyOfRange(order, from, from + perMinibatch));
            }
        }
        return all;
    }
}
