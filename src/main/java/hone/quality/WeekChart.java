package hone.quality;

import hone.evaluation.Interval;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Agreement over weeks as the template draws it: paths in a square of 1000 by 1000 that stretches, with labels in per cent beside it.
 * The line and the band of its interval are broken where too little is known of a week.
 *
 * @param newest the value of the last week
 */
record WeekChart(String newest, String line, String band, String tips, List<Tick> yTicks, List<Tick> xTicks) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    /** A week, of which enough is known. */
    record Point(LocalDate monday, double value, Interval interval) {}

    /**
     * A label and where it stands.
     *
     * @param style {@code base} at chance, else {@code grid}
     */
    record Tick(String label, String at, String style) {}

    /** @param points oldest first, at least two */
    static WeekChart of(List<Point> points) {
        LocalDate first = points.getFirst().monday();
        long weeks =
                Math.max(1, ChronoUnit.WEEKS.between(first, points.getLast().monday()));
        double lowest =
                points.stream().mapToDouble(p -> p.interval().low()).min().orElse(0);
        Frame frame = new Frame(first, weeks, lowest < 0 ? Math.floor(lowest * 4) / 4 : 0);
        StringBuilder line = new StringBuilder();
        StringBuilder band = new StringBuilder();
        StringBuilder tips = new StringBuilder();
        for (List<Point> stretch : stretches(points)) {
            for (Point point : stretch) {
                line.append(point == stretch.getFirst() ? "M" : " L").append(frame.at(point, point.value()));
                band.append(point == stretch.getFirst() ? "M" : " L")
                        .append(frame.at(point, point.interval().high()));
                tips.append("M").append(frame.at(point, point.value())).append("h0 ");
            }
            for (Point point : stretch.reversed()) {
                band.append(" L").append(frame.at(point, point.interval().low()));
            }
            band.append("Z ");
        }
        List<Tick> y = Stream.of(frame.bottom(), 0.0, 0.5, 1.0)
                .distinct()
                .map(value -> new Tick(
                        value == 0 ? "0" : Agreement.twoDigits(value),
                        percent(frame.down(value)),
                        value == 0 ? "base" : "grid"))
                .toList();
        List<Tick> x = List.of(
                new Tick(DAY.format(first), "0%", "grid"),
                new Tick(DAY.format(points.getLast().monday()), "100%", "grid"));
        return new WeekChart(
                Agreement.twoDigits(points.getLast().value()), line.toString(), band.toString(), tips.toString(), y, x);
    }

    private record Frame(LocalDate first, long weeks, double bottom) {
        /** 0 at the top, 1 at the bottom. */
        double down(double value) {
            return (1 - value) / (1 - bottom);
        }

        String at(Point point, double value) {
            return Math.round(1000.0 * ChronoUnit.WEEKS.between(first, point.monday()) / weeks) + " "
                    + Math.round(1000 * down(value));
        }
    }

    /** Weeks without a gap between them. */
    private static List<List<Point>> stretches(List<Point> points) {
        List<List<Point>> stretches = new ArrayList<>();
        for (Point point : points) {
            if (stretches.isEmpty()
                    || !stretches.getLast().getLast().monday().plusWeeks(1).equals(point.monday())) {
                stretches.add(new ArrayList<>());
            }
            stretches.getLast().add(point);
        }
        return stretches;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
