package hone.bench.labeling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Response times of one kind of request, by the window in which they ended. Many threads write, one reads afterwards. */
final class Timings {
    private final List<List<Long>> byWindow = new ArrayList<>();

    Timings(int windows) {
        for (int i = 0; i < windows; i++) {
            byWindow.add(new ArrayList<>());
        }
    }

    /** @param window of {@link Clock}; anything outside is not counted */
    void add(int window, long nanos) {
        if (window >= 0 && window < byWindow.size()) {
            List<Long> here = byWindow.get(window);
            synchronized (here) {
                here.add(nanos);
            }
        }
    }

    int count(int window) {
        return byWindow.get(window).size();
    }

    int count() {
        return byWindow.stream().mapToInt(List::size).sum();
    }

    /** The 95th percentile in milliseconds, nearest rank. */
    double p95(int window) {
        return p95(byWindow.get(window));
    }

    double p95() {
        return p95(byWindow.stream().flatMap(List::stream).toList());
    }

    private static double p95(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return Double.NaN;
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(sorted.length * 0.95) - 1] / 1e6;
    }
}
