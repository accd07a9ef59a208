package hone.run;

import hone.web.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A chart of values over steps as the template draws it: paths in a square of 1000 by 1000 that stretches, with labels in per
 * cent beside it. The y axis covers 0 and all of the data.
 */
public record LineChart(List<Line> lines, List<Tick> yTicks, List<Tick> xTicks, long end) {
    private static final int POINTS_MAX = 240;
    /** The height that a name needs for itself, in per cent of the frame. */
    private static final double NAME_HEIGHT = 12;

    /** One measured value. */
    public record Point(long step, double value) {}

    /**
     * @param style the class of the line: {@code s1}, {@code s2 dash}
     * @param name is shown at its end
     * @param path SVG path data
     * @param tip the last point, as path data
     * @param endX where the name is placed, in per cent
     */
    public record Line(
            String style, String name, String path, String tip, String endX, String endY, double first, double last) {}

    /**
     * A label and its position, in per cent from the start or the top.
     *
     * @param style {@code base} at 0, else {@code grid}
     */
    public record Tick(String label, String at, String style) {}

    /** A line's points, in order of step. */
    public record Series(String style, String name, List<Point> points) {}

    /** From the lowest to the highest value that is drawn; it always includes 0. */
    private record Axis(double bottom, double top) {
        static Axis of(List<Series> series) {
            double highest = values(series).max().orElse(1);
            double lowest = values(series).min().orElse(0);
            if (lowest >= 0) {
                return new Axis(0, niceAbove(highest));
            }
            if (highest <= 0) {
                return new Axis(-niceAbove(-lowest), 0);
            }
            // The shorter side gets at least a quarter, so that its label has room.
            double up = niceAbove(highest);
            double below = niceAbove(-lowest);
            return new Axis(-Math.max(below, up / 4), Math.max(up, below / 4));
        }

        private static DoubleStream values(List<Series> series) {
            return series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::value);
        }

        /** 0 at the top, 1 at the bottom. */
        double down(double value) {
            return (top - value) / (top - bottom);
        }

        List<Tick> ticks() {
            Stream<Double> values = bottom == 0
                    ? Stream.of(0.0, top / 2, top)
                    : top == 0 ? Stream.of(bottom, bottom / 2, 0.0) : Stream.of(bottom, 0.0, top);
            return values.map(value -> new Tick(number(value), percent(down(value)), value == 0 ? "base" : "grid"))
                    .toList();
        }
    }

    public static LineChart of(List<Series> series, long steps) {
        Axis axis = Axis.of(series);
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
                .map(s -> line(s, end, axis))
                .toList();
        List<Tick> x = List.of(
                new Tick("0", "0%", "grid"),
                new Tick(Long.toString(end / 2), percent((end / 2) / (double) end), "grid"));
        return new LineChart(lines, axis.ticks(), x, end);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** A line's name and its position, in per cent. */
    public record Name(String style, String text, String x, String y) {}

    /** The names at the ends of the lines, moved apart where lines end close to each other. */
    public List<Name> names() {
        List<Line> named = lines.stream()
                .filter(line -> !line.name().isEmpty())
                .sorted(Comparator.comparingDouble(line -> share(line.endY())))
                .toList();
        double[] places = named.stream().mapToDouble(line -> share(line.endY())).toArray();
        for (int i = 1; i < places.length; i++) {
            places[i] = Math.max(places[i], places[i - 1] + NAME_HEIGHT);
        }
        // Names that were pushed below the frame push the others back up.
        for (int i = places.length - 1; i >= 0; i--) {
            places[i] = Math.min(places[i], 100 - NAME_HEIGHT * (places.length - 1 - i));
        }
        return IntStream.range(0, places.length)
                .mapToObj(i -> new Name(
                        named.get(i).style(), named.get(i).name(), named.get(i).endX(), percent(places[i] / 100)))
                .toList();
    }

    private static double share(String percent) {
        return Double.parseDouble(percent.replace("%", ""));
    }

    private static Line line(Series series, long end, Axis axis) {
        List<Point> points = thinned(series.points());
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? "M" : " L").append(at(point, end, axis));
        }
        Point last = points.getLast();
        return new Line(
                series.style(),
                series.name(),
                path.toString(),
                "M" + at(last, end, axis) + "h0",
                percent(last.step() / (double) end),
                percent(axis.down(last.value())),
                series.points().getFirst().value(),
                last.value());
    }

    private static String at(Point point, long end, Axis axis) {
        long x = Math.round(1000.0 * point.step() / end);
        long y = Math.round(1000.0 * axis.down(point.value()));
        return x + " " + y;
    }

    /** Averages over stretches of equal length, so that ten thousand steps look as calm as two hundred. */
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

    /** The next higher of 1, 2, 4, 5, 8 × 10ⁿ, whose half is easy to read as well. */
    public static double niceAbove(double value) {
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
        return Wording.brief(value);
    }
}
