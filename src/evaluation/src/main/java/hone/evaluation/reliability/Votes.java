package hone.evaluation.reliability;

import hone.evaluation.Labels;
import java.util.Arrays;

/**
 * Who preferred which answer of a pair, grouped by pair: no ties, and one vote for each labeler and pair, the last.
 *
 * @param start where the votes of a pair begin; one more than pairs
 * @param labeler of a vote
 * @param first whether a vote is for the first answer
 */
record Votes(int labelers, int[] start, int[] labeler, boolean[] first) {
    static Votes of(Labels labels) {
        int[] start = new int[labels.items() + 1];
        int[] labeler = new int[labels.size()];
        boolean[] first = new boolean[labels.size()];
        int[] lastOn = new int[labels.workers()]; // the pair that a labeler was last seen on, plus one
        int next = 0;
        for (int pair = 0; pair < labels.items(); pair++) {
            int begin = next;
            for (int at = labels.start(pair + 1) - 1; at >= labels.start(pair); at--) { // so that the last is met first
                int who = labels.worker(at);
                if (lastOn[who] == pair + 1) {
                    continue;
                }
                lastOn[who] = pair + 1;
                if (labels.label(at) != OneCoin.TIE) {
                    labeler[next] = who;
                    first[next++] = labels.label(at) == OneCoin.FIRST;
                }
            }
            start[pair] = begin;
        }
        start[labels.items()] = next;
        return new Votes(labels.workers(), start, Arrays.copyOf(labeler, next), Arrays.copyOf(first, next));
    }

    int pairs() {
        return start.length - 1;
    }

    int size() {
        return labeler.length;
    }

    boolean isShared(int pair) {
        return start[pair + 1] - start[pair] > 1;
    }
}
