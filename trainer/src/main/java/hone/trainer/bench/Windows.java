package hone.trainer.bench;

import hone.contract.Wire;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A value measured in several windows; the median counts.
 *
 * @param caseName model size and, for sampling, rows at once: {@code 15m-b32}
 */
record Windows(String bench, String caseName, String metric, String unit, Better better, List<Double> values) {
    enum Better {
        HIGHER,
        LOWER,
        NEITHER
    }

    double median() {
        double[] sorted = sorted();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private double[] sorted() {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    void print(PrintStream out, boolean asJson) {
        double[] sorted = sorted();
        if (!asJson) {
            out.printf(
                    Locale.ROOT,
                    "%-8s %-10s %-24s %10.4g %s, n %d, from %.4g to %.4g%n",
                    bench,
                    caseName,
                    metric,
                    median(),
                    unit,
                    sorted.length,
                    sorted[0],
                    Arrays.stream(sorted).max().orElse(Double.NaN));
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("bench", bench);
        line.put("case", caseName);
        line.put("metric", metric);
        line.put("value", median());
        line.put("unit", unit);
        line.put("n", sorted.length);
        line.put("min", sorted[0]);
        line.put("max", sorted[sorted.length - 1]);
        if (better != Better.NEITHER) {
            line.put("higher_is_better", better == Better.HIGHER);
        }
        out.println(Wire.write(line));
    }
}
