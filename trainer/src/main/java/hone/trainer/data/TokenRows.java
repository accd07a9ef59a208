package hone.trainer.data;

import java.util.Arrays;
import java.util.List;

/**
 * A batch of token rows, padded on the right.
 *
 * @param ids (count, width), row after row
 * @param labels (count, width): the id to learn at each position, or {@link #NO_LABEL}
 * @param weights (count): multiplies the losses of a row
 */
public record TokenRows(int count, int width, long[] ids, long[] labels, float[] weights) implements LabelledRows {
    /** As in transformers: no loss here. */
    public static final long NO_LABEL = -100;

    /** One row: its tokens, how many of the first ones are not learned, and its weight. */
    public record Row(int[] tokens, boolean[] learned, float weight) {
        /** Every token but the first is learned. */
        public static Row whole(int[] tokens) {
            boolean[] learned = new boolean[tokens.length];
            Arrays.fill(learned, true);
            return new Row(tokens, learned, 1);
        }

        /** A prompt and its answer, of which the answer is learned. */
        public static Row answering(List<Integer> question, List<Integer> answer, double weight) {
            int[] tokens = new int[question.size() + answer.size()];
            boolean[] learned = new boolean[tokens.length];
            for (int t = 0; t < tokens.length; t++) {
                learned[t] = t >= question.size();
                tokens[t] = learned[t] ? answer.get(t - question.size()) : question.get(t);
            }
            return new Row(tokens, learned, (float) weight);
        }

        /** Some of its tokens are learned. */
        public static Row learning(List<Integer> ids, List<Boolean> learned, double weight) {
            boolean[] which = new boolean[learned.size()];
            for (int t = 0; t < which.length; t++) {
                which[t] = learned.get(t);
            }
            return new Row(ids.stream().mapToInt(Integer::intValue).toArray(), which, (float) weight);
        }

        /** Labels that have a token before them. */
        public int labelCount() {
            int count = 0;
            for (int i = 1; i < learned.length; i++) {
                count += learned[i] ? 1 : 0;
            }
            return count;
        }
    }

    /** Where predictions are made: flat positions t − 1, the labels at t, the weights of their rows; all of equal length. */
    public record Targets(long[] positions, long[] labels, float[] weights) {}

    public static TokenRows rightPadded(List<Row> rows, int padId) {
        int width = rows.stream().mapToInt(row -> row.tokens().length).max().orElse(0);
        long[] ids = new long[rows.size() * width];
        long[] labels = new long[ids.length];
        float[] weights = new float[rows.size()];
        Arrays.fill(ids, padId);
        Arrays.fill(labels, NO_LABEL);
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            weights[r] = row.weight();
            for (int t = 0; t < row.tokens().length; t++) {
                ids[r * width + t] = row.tokens()[t];
                labels[r * width + t] = row.learned()[t] ? row.tokens()[t] : NO_LABEL;
            }
        }
        return new TokenRows(rows.size(), width, ids, labels, weights);
    }

    @Override
    public int labelCount() {
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            count += i % width != 0 && labels[i] != NO_LABEL ? 1 : 0;
        }
        return count;
    }

    /** The labels of one row that can be predicted. */
    public int labelCount(int row) {
        int count = 0;
        for (int t = 1; t < width; t++) {
            count += labels[row * width + t] != NO_LABEL ? 1 : 0;
        }
        return count;
    }

    @Override
    public Targets targets() {
        int n = labelCount();
        Targets targets = new Targets(new long[n], new long[n], new float[n]);
        int next = 0;
        for (int i = 0; i < labels.length; i++) {
            if (i % width != 0 && labels[i] != NO_LABEL) {
                targets.positions[next] = i - 1;
                targets.labels[next] = labels[i];
                targets.weights[next++] = weights[i / width];
            }
        }
        return targets;
    }
}
