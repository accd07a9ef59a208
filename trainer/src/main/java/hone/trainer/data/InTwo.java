package hone.trainer.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * Examples of a batch in at most two parts, the short ones and the long ones, so that little is padded and both take about as long. Two,
 * because the sum of two gradients does not depend on which is ready first.
 */
public final class InTwo {
    private InTwo() {}

    /**
     * Examples by their numbers, each a row.
     *
     * @param tokens of a number's row
     */
    public static List<int[]> ofNumbers(int[] which, IntUnaryOperator tokens) {
        return of(Arrays.stream(which).boxed().toList(), number -> 1, tokens::applyAsInt).stream()
                .map(part -> part.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /**
     * @param rows how many rows an example has
     * @param longest the tokens of its longest row
     */
    public static <T> List<List<T>> of(List<T> batch, ToIntFunction<T> rows, ToIntFunction<T> longest) {
        List<T> sorted = batch.stream().sorted(Comparator.comparingInt(longest)).toList();
        long all = sorted.stream().mapToInt(rows).sum();
        int best = sorted.size();
        long fewest = sorted.isEmpty() ? 0 : all * longest.applyAsInt(sorted.getLast());
        long taken = 0;
        for (int cut = 1; cut < sorted.size(); cut++) {
            T last = sorted.get(cut - 1);
            taken += rows.applyAsInt(last);
            long cells =
                    Math.max(taken * longest.applyAsInt(last), (all - taken) * longest.applyAsInt(sorted.getLast()));
            if (cells < fewest) {
                fewest = cells;
                best = cut;
            }
        }
        return best == sorted.size()
                ? List.of(sorted)
                : List.of(sorted.subList(0, best), sorted.subList(best, sorted.size()));
    }
}
