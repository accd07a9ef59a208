package hone.trainer.rollout;

import hone.trainer.decoder.PaddedRows;
import hone.trainer.run.DataParallel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rollouts among all of an iteration, or of a minibatch, that this process reads or learns from.
 *
 * @param places of its own in {@code all}
 */
public record MyRollouts(List<Rollout> all, int[] places) {
    public static MyRollouts of(List<Rollout> all, DataParallel together) {
        return among(all, IntStream.range(0, all.size()).toArray(), together);
    }

    /** @param some places that all processes divide between them */
    public static MyRollouts among(List<Rollout> all, int[] some, DataParallel together) {
        return new MyRollouts(all, together.share(some, place -> all.get(place).tokens().length));
    }

    /** Their places in groups of at most the given size, of similar length. */
    public List<int[]> ofSimilarLength(int most) {
        return PaddedRows.ofSimilarLength(
                        Arrays.stream(places)
                                .mapToObj(place -> all.get(place).tokens())
                                .toList(),
                        most)
                .stream()
                .map(group -> Arrays.stream(group).map(i -> places[i]).toArray())
                .toList();
    }

    /** Puts their scores into their places; the others stay as they are. */
    public void score(AnswerScorer scorer, float[] into) {
        if (places.length == 0) {
            return;
        }
        float[] scores = scorer.score(Arrays.stream(places).mapToObj(all::get).toList());
        for (int i = 0; i < places.length; i++) {
            into[places[i]] = scores[i];
        }
    }
}
