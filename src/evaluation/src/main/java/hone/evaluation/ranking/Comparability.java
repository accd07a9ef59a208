package hone.evaluation.ranking;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether votes define strengths. They do if from every item a chain of wins leads to every other (Ford 1957; assumption 1 of
 * Hunter 2004, MM algorithms for generalized Bradley-Terry models): otherwise some items were never compared with the others, or
 * never lost to them, and the likelihood rises without end as their strength does.
 */
final class Comparability {
    private static final int NAMED_MAX = 5;

    private final PairCounts counts;
    private final IntFunction<String> names;
    private final int[] start; // of an item's pairs
    private final int[] pairs;

    Comparability(PairCounts counts, IntFunction<String> names) {
        this.counts = counts;
        this.names = names;
        start = new int[counts.items + 1];
        for (int p = 0; p < counts.pairs(); p++) {
            start[counts.a[p] + 1]++;
            start[counts.b[p] + 1]++;
        }
        for (int i = 0; i < counts.items; i++) {
            start[i + 1] += start[i];
        }
        pairs = new int[2 * counts.pairs()];
        int[] next = start.clone();
        for (int p = 0; p < counts.pairs(); p++) {
            pairs[next[counts.a[p]]++] = p;
            pairs[next[counts.b[p]]++] = p;
        }
    }

    /** Why there is no one scale for all items. */
    Optional<String> whyDisconnected() {
        if (counts.total() == 0) {
            return Optional.of("there are no comparisons of different items");
        }
        boolean[] met = reached(0, (pair, from) -> counts.winsOfA(pair) + counts.winsOfB(pair) > 0);
        return all(met) ? Optional.empty() : Optional.of(named(i -> met[i]) + " never met " + named(i -> !met[i]));
    }

    /** Why there is no most likely strength of each item. */
    Optional<String> whyUndefined() {
        Optional<String> disconnected = whyDisconnected();
        if (disconnected.isPresent()) {
            return disconnected;
        }
        // The last root belongs to a group that nobody else beat: it and whoever beat it, directly or by a chain.
        boolean[] topGroup = reached(lastFinished(), this::lostTo);
        return all(topGroup)
                ? Optional.empty()
                : Optional.of(named(i -> topGroup[i]) + " never lost to " + named(i -> !topGroup[i])
                        + ", so that no finite strength is the most likely");
    }

    private interface Step {
        boolean leads(int pair, int from);
    }

    private boolean won(int pair, int from) {
        return (counts.a[pair] == from ? counts.winsOfA(pair) : counts.winsOfB(pair)) > 0;
    }

    private boolean lostTo(int pair, int from) {
        return (counts.a[pair] == from ? counts.winsOfB(pair) : counts.winsOfA(pair)) > 0;
    }

    private int other(int pair, int from) {
        return counts.a[pair] == from ? counts.b[pair] : counts.a[pair];
    }

    private boolean[] reached(int from, Step step) {
        boolean[] seen = new boolean[counts.items];
        int[] waiting = new int[counts.items];
        int waits = 0;
        waiting[waits++] = from;
        seen[from] = true;
        while (waits > 0) {
            int item = waiting[--waits];
            for (int at = start[item]; at < start[item + 1]; at++) {
                int to = other(pairs[at], item);
                if (!seen[to] && step.leads(pairs[at], item)) {
                    seen[to] = true;
                    waiting[waits++] = to;
                }
            }
        }
        return seen;
    }

    /** Depth first from winners to losers, as in Kosaraju's search for strongly connected components. */
    private int lastFinished() {
        boolean[] seen = new boolean[counts.items];
        int[] next = start.clone();
        int[] path = new int[counts.items];
        int last = 0;
        for (int root = 0; root < counts.items; root++) {
            if (seen[root]) {
                continue;
            }
            int depth = 0;
            path[depth++] = root;
            seen[root] = true;
            while (depth > 0) {
                int item = path[depth - 1];
                if (next[item] == start[item + 1]) {
                    depth--;
                    continue;
                }
                int pair = pairs[next[item]++];
                int to = other(pair, item);
                if (!seen[to] && won(pair, item)) {
                    seen[to] = true;
                    path[depth++] = to;
                }
            }
            last = root;
        }
        return last;
    }

    private static boolean all(boolean[] of) {
        for (boolean one : of) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    private String named(IntPredicate which) {
        int[] items = IntStream.range(0, counts.items).filter(which).toArray();
        String first = Arrays.stream(items).limit(NAMED_MAX).mapToObj(names).collect(Collectors.joining(", "));
        return items.length <= NAMED_MAX ? first : first + " and " + (items.length - NAMED_MAX) + " others";
    }
}
