package hone.runs;

import hone.run.LineChart.Point;
import hone.run.Measured;
import java.util.List;
import java.util.Map;

/**
 * What the trainer measured in a run, by the trainer's names: the curves, and the first and the last report.
 *
 * @param steps over the steps of training
 * @param heldOut on rows that training never sees
 * @param taken of the answers that best of n took
 */
record RunMetrics(
        Map<String, List<Point>> steps,
        Map<String, List<Point>> heldOut,
        Measured trained,
        Measured held,
        Measured taken) {
    List<Point> step(String name) {
        return steps.getOrDefault(name, List.of());
    }

    List<Point> held(String name) {
        return heldOut.getOrDefault(name, List.of());
    }
}
