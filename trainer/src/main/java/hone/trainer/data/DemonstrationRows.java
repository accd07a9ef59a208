package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.trainer.run.RunFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Demonstrations as token rows, which are made each time they are asked for: a row takes a thousandth of the time that learning from it
 * does, and kept ones would take memory. A dataset of usual size is looked through before the first step, so that what can't be
 * learned from is in no batch. A larger one would keep the first step waiting for minutes: there a row that can't be learned from is
 * left out when its turn comes, and its batch has one fewer.
 */
public final class DemonstrationRows {
    /** The most demonstrations that are looked through before the first step: ten seconds. */
    static final int LOOKED_THROUGH_MAX = 20_000;

    private final List<DatasetRecord.Demonstration> demonstrations;
    private final Function<DatasetRecord.Demonstration, AnsweredRow> asRow;
    private final boolean lookedThrough;
    private final int[] candidates;
    private final LeftOut leftOut;

    private DemonstrationRows(
            List<DatasetRecord.Demonstration> demonstrations,
            Function<DatasetRecord.Demonstration, AnsweredRow> asRow,
            boolean lookedThrough,
            int[] candidates,
            LeftOut leftOut) {
        this.demonstrations = demonstrations;
        this.asRow = asRow;
        this.lookedThrough = lookedThrough;
        this.candidates = candidates;
        this.leftOut = leftOut;
    }

    /** @param unit what is counted where some are left out */
    public static DemonstrationRows of(
            List<DatasetRecord.Demonstration> demonstrations,
            Function<DatasetRecord.Demonstration, AnsweredRow> asRow,
            String unit) {
        return of(demonstrations, asRow, unit, LOOKED_THROUGH_MAX);
    }

    static DemonstrationRows of(
            List<DatasetRecord.Demonstration> demonstrations,
            Function<DatasetRecord.Demonstration, AnsweredRow> asRow,
            String unit,
            int lookedThroughMax) {
        LeftOut leftOut = new LeftOut(unit);
        if (demonstrations.size() > lookedThroughMax) {
            int[] all = IntStream.range(0, demonstrations.size()).toArray();
            return new DemonstrationRows(demonstrations, asRow, false, all, leftOut);
        }
        int[] next = {0, 0}; // which one it is, and how many fit
        int[] fitting = new int[demonstrations.size()];
        demonstrations.forEach(one -> {
            if (leftOut.row(asRow.apply(one)).isPresent()) {
                fitting[next[1]++] = next[0];
            }
            next[0]++;
        });
        return new DemonstrationRows(demonstrations, asRow, true, Arrays.copyOf(fitting, next[1]), leftOut);
    }

    /** Those that can be learned from, as far as is known. */
    public int size() {
        return candidates.length;
    }

    /** What was left out so far. */
    public LeftOut leftOut() {
        return leftOut;
    }

    /**
     * Where rows are left out as their turn comes, an earlier worker of the run has counted some.
     *
     * @param metrics of the last step that it reported
     */
    public void resumeAfter(Map<String, Double> metrics) {
        if (!lookedThrough) {
            leftOut.goOnFrom(metrics);
        }
    }

    /**
     * The rows of a batch.
     *
     * @param numbers from 0 to {@link #size}
     * @throws RunFailure if none of them can be learned from
     */
    public List<TokenRows.Row> at(int[] numbers, int tokensMax) {
        List<TokenRows.Row> rows = new ArrayList<>();
        for (int number : numbers) {
            leftOut.row(asRow.apply(demonstrations.get(candidates[number]))).ifPresent(rows::add);
        }
        if (rows.isEmpty()) {
            throw leftOut.nothingLeft("demonstration of a batch", tokensMax);
        }
        return rows;
    }

    /** The first rows that can be learned from. */
    public static List<TokenRows.Row> first(
            int most,
            List<DatasetRecord.Demonstration> demonstrations,
            Function<DatasetRecord.Demonstration, AnsweredRow> asRow) {
        LeftOut notCounted = new LeftOut("rows");
        return demonstrations.stream()
                .map(asRow)
                .map(notCounted::row)
                .flatMap(Optional::stream)
                .limit(most)
                .toList();
    }
}
