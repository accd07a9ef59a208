package hone.arrivals;

import java.util.List;
import java.util.Locale;

/** A size for a person. */
final class InBytes {
    private static final int STEP = 1024;
    private static final double SHORT = 10;
    private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB");

    private InBytes() {}

    static String text(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= STEP && unit < UNITS.size() - 1) {
            size /= STEP;
            unit++;
        }
        String digits = unit > 0 && size < SHORT ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, digits, size) + " " + UNITS.get(unit);
    }
}
