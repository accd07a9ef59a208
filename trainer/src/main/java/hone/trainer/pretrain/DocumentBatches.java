package hone.trainer.pretrain;

import hone.trainer.data.InTwo;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The documents of a step. Fifty steps' worth is taken from the shuffled order and sorted by length, so that there is little
 * padding; the fifty batches are then shuffled, so that length has no pattern over time. A batch depends on seed and step alone.
 */
final class DocumentBatches {
    private static final int STEPS_TOGETHER = 50;

    private final List<int[]> documents;
    private final int perStep;
    private final int padId;
    private final long seed;
    private final ShuffledOrder order;
    private long groupInHand = -1;
    private List<List<int[]>> group = List.of();

    DocumentBatches(List<int[]> documents, int perStep, int padId, long seed) {
        this.documents = documents;
        this.perStep = perStep;
        this.padId = padId;
        this.seed = seed;
        this.order = new ShuffledOrder(documents.size(), seed);
    }

    /** In at most two parts. */
    List<TokenRows> at(long step) {
        long number = step / STEPS_TOGETHER;
        if (number != groupInHand) {
            group = group(number);
            groupInHand = number;
        }
        List<TokenRows.Row> rows = group.get((int) (step % STEPS_TOGETHER)).stream()
                .map(TokenRows.Row::whole)
                .toList();
        return InTwo.of(rows, row -> 1, row -> row.tokens().length).stream()
                .map(part -> TokenRows.rightPadded(part, padId))
                .toList();
    }

    private List<List<int[]>> group(long number) {
        List<int[]> taken = new ArrayList<>();
        long from = number * STEPS_TOGETHER * perStep;
        for (long place = from; place < from + (long) STEPS_TOGETHER * perStep; place++) {
            taken.add(documents.get(order.at(place)));
        }
        taken.sort(Comparator.comparingInt(row -> row.length));
        ShuffledOrder places = new ShuffledOrder(STEPS_TOGETHER, ShuffledOrder.mix(seed, number));
        List<List<int[]>> batches = new ArrayList<>();
        for (int i = 0; i < STEPS_TOGETHER; i++) {
            int at = places.at(i) * perStep;
            batches.add(taken.subList(at, at + perStep));
        }
        return batches;
    }
}
