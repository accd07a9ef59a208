package hone.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart of values over steps as the template draws it: paths in a square of 1000 by 1000 that stretches, labels in per cent
 * beside it. The y axis begins at 0, as losses do, and holds the whole of the data.
 */
public record LineChart(List<Line> lines, List<Tick> yTicks, List<Tick> xTicks, long end) {
    private static final int POINTS_MAX = 240;

    /** One measured value. */
    public record Point(long step, double value) {}

    /**
     * @param style the class of the line: {@code s1}, {@code s2 dash}
     * @param name stands at its end
     * @param path SVG path data
     * @param tip the last point, as path data
     * @param endX where the name stands, in per cent
     */
    public record Line(String style, String name, String path, String tip, String endX, String endY, double last) {}

    /** A label and where it stands, in per cent from the start or the top. */
    public record Tick(String label, String at) {}

    /** A line's points, in order of step. */
    public record Series(String style, String name, List<Point> points) {}

    public static LineChart of(List<Series> series, long steps) {
        double top = niceAbove(series.stream()
                .flatMap(s -> s.points().stream())
                .mapToDouble(Point::value)
                .max()
                .orElse(1));
        long end = Math.max(
                1,
                Math.max(
                        steps,
                        series.stream()
                                .flatMap(s -> s.points().stream())
                                .mapToLong(Point::step)
                                .max()
                                .orElse(1)));
        List<Line> lines = series.stream()
                .filter(s -> !s.points().isEmpty())
                .map(s -> line(s, end, top))
                .toList();
        List<Tick> y = new ArrayList<>();
        for (int i = 0; i <= 2; i++) {
            y.add(new Tick(number(top * i / 2), percent(1 - i / 2.0)));
        }
        List<Tick> x =
                List.of(new Tick("0", "0%"), new Tick(Long.toString(end / 2), percent((end / 2) / (double) end)));
        return new LineChart(lines, y, x, end);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Lines with their names where two of them would not lie on each other; else the title's legend must do. */
    public List<Line> names() {
        if (lines.size() == 2) {
            double apart =
                    Math.abs(share(lines.get(0).endY()) - share(lines.get(1).endY()));
            double along =
                    Math.abs(share(lines.get(0).endX()) - share(lines.get(1).endX()));
            if (apart < 10 && along < 25) {
                return List.of();
            }
        }
        return lines;
    }

    private static double share(String percent) {
        return Double.parseDouble(percent.replace("%", ""));
    }

    private static Line line(Series series, long end, double top) {
        List<Point> points = thinned(series.points());
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? "M" : " L").append(at(point, end, top));
        }
        Point last = points.getLast();
        return new Line(
                series.style(),
                series.name(),
                path.toString(),
                "M" + at(last, end, top) + "h0",
                percent(last.step() / (double) end),
                percent(1 - last.value() / top),
                last.value());
    }

    private static String at(Point point, long end, double top) {
        long x = Math.round(1000.0 * point.step() / end);
        long y = Math.round(1000.0 * (1 - point.value() / top));
        return x + " " + y;
    }

    /** Means over equal stretches, so that ten thousand steps are drawn as calmly as two hundred. */
    private static List<Point> thinned(List<Point> points) {
        int stretch = (points.size() + POINTS_MAX - 1) / POINTS_MAX;
        if (stretch <= 1) {
            return points;
        }
        List<Point> thin = new ArrayList<>();
        for (int from = 0; from < points.size(); from += stretch) {
            List<Point> part = points.subList(from, Math.min(points.size(), from + stretch));
            thin.add(new Point(
                    part.getLast().step(),
                    part.stream().mapToDouble(Point::value).average().orElseThrow()));
        }
        return thin;
    }

    /** The next of 1, 2, 4, 5, 8 × 10ⁿ: its half is a number one can read. */
    static double niceAbove(double value) {
        if (!(value > 0)) {
            return 1;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 4, 5, 8}) {
            if (value <= step * unit) {
                return step * unit;
            }
        }
        return 10 * unit;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3g", value);
    }
}
