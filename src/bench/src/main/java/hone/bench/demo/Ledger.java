package hone.bench.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the app acknowledged: each successful submission, by the assignment that it decided. */
final class Ledger {
    private final Map<String, String> kindByAssignment = new LinkedHashMap<>();

    synchronized void acknowledged(String assignmentId, String kind) {
        kindByAssignment.put(assignmentId, kind);
    }

    synchronized int size() {
        return kindByAssignment.size();
    }

    synchronized Map<String, String> all() {
        return Map.copyOf(kindByAssignment);
    }
}
