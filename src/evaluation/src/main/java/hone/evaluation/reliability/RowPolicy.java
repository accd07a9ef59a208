package hone.evaluation.reliability;

import hone.evaluation.Labels;
import hone.evaluation.Measure;
import java.util.ArrayList;
import java.util.List;

/** How comparisons by several people become rows to train on. A tie becomes none. */
public sealed interface RowPolicy {
    /**
     * A row to train on.
     *
     * @param pair its number among the labels' items
     * @param firstChosen whether it prefers the first answer
     * @param weight above 0, at most 1
     */
    record Row(int pair, boolean firstChosen, double weight) {}

    /** Every judgment is a row and counts 1. */
    record Off() implements RowPolicy {}

    /** Every judgment is a row, and counts by its labeler's {@link OneCoin#weight}; those that count 0 are left out. */
    record Weight() implements RowPolicy {}

    /**
     * A pair is one row in both orders, which count p and 1 − p: the logistic loss of a soft label is linear in the label, so this is
     * the loss of the target p exactly.
     */
    record SoftLabel() implements RowPolicy {}

    /** Every judgment that is right with at least this probability, by all votes on its pair, is a row and counts 1. */
    record DropBelow(double probability) implements RowPolicy {
        public DropBelow {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("no probability: " + probability);
            }
        }
    }

    /** The name in settings. */
    default String word() {
        return switch (this) {
            case Off() -> "off";
            case Weight() -> "weight";
            case SoftLabel() -> "soft-label";
            case DropBelow(double probability) -> "drop-below";
        };
    }

    /** Rows by the order of pairs; undefined where reliability would be needed and is. */
    default Measure<List<Row>> rows(Labels labels, Measure<OneCoin> reliability) {
        return switch (this) {
            case Off() -> Measure.of(judgments(labels, (pair, labeler, said) -> 1));
            case Weight() ->
                reliability.map(found -> judgments(labels, (pair, labeler, said) -> found.weight(labeler)));
            case SoftLabel() -> reliability.map(found -> bothOrders(labels, found));
            case DropBelow(double probability) ->
                reliability.map(found ->
                        judgments(labels, (pair, labeler, said) -> found.right(pair, said) >= probability ? 1 : 0));
        };
    }

    /** What a judgment counts. */
    interface Counted {
        double of(int pair, int labeler, int said);
    }

    private static List<Row> judgments(Labels labels, Counted counted) {
        List<Row> rows = new ArrayList<>();
        for (int pair = 0; pair < labels.items(); pair++) {
            for (int at = labels.start(pair); at < labels.start(pair + 1); at++) {
                int said = labels.label(at);
                double weight = said == OneCoin.TIE ? 0 : counted.of(pair, labels.worker(at), said);
                if (weight > 0) {
                    rows.add(new Row(pair, said == OneCoin.FIRST, weight));
                }
            }
        }
        return rows;
    }

    private static List<Row> bothOrders(Labels labels, OneCoin found) {
        List<Row> rows = new ArrayList<>();
        for (int pair = 0; pair < labels.items(); pair++) {
            if (!somebodyPrefersOne(labels, pair)) {
                continue;
            }
            for (int said : new int[] {OneCoin.FIRST, OneCoin.SECOND}) {
                if (found.right(pair, said) > 0) {
                    rows.add(new Row(pair, said == OneCoin.FIRST, found.right(pair, said)));
                }
            }
        }
        return rows;
    }

    private static boolean somebodyPrefersOne(Labels labels, int pair) {
        for (int at = labels.start(pair); at < labels.start(pair + 1); at++) {
            if (labels.label(at) != OneCoin.TIE) {
                return true;
            }
        }
        return false;
    }
}
