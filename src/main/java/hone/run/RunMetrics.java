package hone.run;

import hone.run.LineChart.Point;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the trainer measured in a run, by its own names.
 *
 * @param steps over the steps of training
 * @param heldOut on rows that training never sees
 */
record RunMetrics(Map<String, List<Point>> steps, Map<String, List<Point>> heldOut) {
    List<Point> step(String name) {
        return steps.getOrDefault(name, List.of());
    }

    List<Point> held(String name) {
        return heldOut.getOrDefault(name, List.of());
    }

    Optional<Double> firstStep(String name) {
        return step(name).stream().findFirst().map(Point::value);
    }

    Optional<Double> lastStep(String name) {
        return last(step(name));
    }

    Optional<Double> lastHeld(String name) {
        return last(held(name));
    }

    private static Optional<Double> last(List<Point> points) {
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(points.getLast().value());
    }
}
