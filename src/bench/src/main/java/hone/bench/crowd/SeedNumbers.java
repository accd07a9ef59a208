package hone.bench.crowd;

import hone.bench.figures.Figure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers as seeds bring them, one each for a case and a metric. */
final class SeedNumbers {
    private record Key(String caseName, String metric) {}

    private final String bench;
    private final Map<Key, List<Double>> numbers = new HashMap<>();

    SeedNumbers(String bench) {
        this.bench = bench;
    }

    void add(String caseName, String metric, double number) {
        numbers.computeIfAbsent(new Key(caseName, metric), key -> new ArrayList<>())
                .add(number);
    }

    /** Its interval stays within 0 and 1. */
    Figure share(String caseName, String metric) {
        OverSeeds of = of(caseName, metric);
        return Figure.of(bench, caseName, metric, of.mean(), "ratio")
                .samples(of.seeds())
                .interval(Math.max(0, of.mean() - of.away()), Math.min(1, of.mean() + of.away()));
    }

    Figure difference(String caseName, String metric) {
        OverSeeds of = of(caseName, metric);
        return Figure.of(bench, caseName, metric, of.mean(), "ratio")
                .samples(of.seeds())
                .interval(of.mean() - of.away(), of.mean() + of.away());
    }

    private OverSeeds of(String caseName, String metric) {
        return OverSeeds.of(numbers.getOrDefault(new Key(caseName, metric), List.of()));
    }
}
