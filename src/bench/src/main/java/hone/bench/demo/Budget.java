package hone.bench.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** How many pieces of each kind of work all labelers together shall still do. */
final class Budget {
    private final Map<String, Integer> left;

    Budget(Map<String, Integer> counts) {
        left = new LinkedHashMap<>(counts);
    }

    synchronized boolean take(String kind) {
        int now = left.getOrDefault(kind, 0);
        if (now == 0) {
            return false;
        }
        left.put(kind, now - 1);
        return true;
    }

    synchronized void giveBack(String kind) {
        left.merge(kind, 1, Integer::sum);
    }
}
