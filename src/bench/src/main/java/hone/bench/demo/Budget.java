package hone.bench.demo;

import hone.bench.labelers.Kind;
import java.util.EnumMap;
import java.util.Map;

/** How many pieces of each kind of work all labelers together still have to do. */
final class Budget {
    private final Map<Kind, Integer> left;

    Budget(Map<Kind, Integer> counts) {
        left = new EnumMap<>(counts);
    }

    synchronized boolean take(Kind kind) {
        int now = left.getOrDefault(kind, 0);
        if (now == 0) {
            return false;
        }
        left.put(kind, now - 1);
        return true;
    }

    synchronized void giveBack(Kind kind) {
        left.merge(kind, 1, Integer::sum);
    }
}
