package hone.evaluation.ranking;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Climbs to a maximum of a smooth function by limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and
 * 7.5), with steps that are halved until the function rises enough.
 */
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final int STEPS_MAX = 1000;
    private static final double SMALLEST_GAIN = 1e-12; // of the function's own size

    /** A function and its derivatives, which it adds to {@code gradient}. */
    interface Function {
        double at(double[] point, double[] gradient);
    }

    /** What one step told of the curvature. */
    private record Pair(double[] step, double[] change, double product) {}

    private Lbfgs() {}

    static double[] maximize(double[] start, Function function) {
        double[] point = start.clone();
        double[] gradient = new double[point.length];
        double value = function.at(point, gradient);
        Deque<Pair> memory = new ArrayDeque<>();
        for (int step = 0; step < STEPS_MAX; step++) {
            double[] direction = direction(gradient, memory);
            double slope = dot(direction, gradient);
            double share = memory.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient) + 1e-300)) : 1;
            double[] next = point;
            double[] nextGradient = gradient;
            double found = Double.NEGATIVE_INFINITY;
            for (; share > 1e-15 && found < value + 1e-4 * share * slope; share /= 2) {
                next = along(point, direction, share);
                nextGradient = new double[point.length];
                found = function.at(next, nextGradient);
            }
            if (!(found > value)) {
                return point;
            }
            remember(memory, difference(next, point), difference(gradient, nextGradient));
            boolean risesNoMore = found - value < SMALLEST_GAIN * Math.max(1, Math.abs(value));
            point = next;
            gradient = nextGradient;
            value = found;
            if (risesNoMore) {
                return point;
            }
        }
        return point;
    }

    private static void remember(Deque<Pair> memory, double[] step, double[] change) {
        double product = dot(step, change);
        if (product <= 0) {
            return; // not concave here
        }
        if (memory.size() == MEMORY) {
            memory.removeFirst();
        }
        memory.addLast(new Pair(step, change, product));
    }

    /** The gradient times what is known of the inverse of the curvature. */
    private static double[] direction(double[] gradient, Deque<Pair> memory) {
        double[] direction = gradient.clone();
        if (memory.isEmpty()) {
            return direction;
        }
        double[] shares = new double[memory.size()];
        Iterator<Pair> backwards = memory.descendingIterator();
        for (int i = shares.length - 1; i >= 0; i--) {
            Pair pair = backwards.next();
            shares[i] = dot(pair.step, direction) / pair.product;
            add(direction, -shares[i], pair.change);
        }
        Pair last = memory.getLast();
        double scale = last.product / dot(last.change, last.change);
        Arrays.setAll(direction, i -> scale * direction[i]);
        Iterator<Pair> forwards = memory.iterator();
        for (double share : shares) {
            Pair pair = forwards.next();
            add(direction, share - dot(pair.change, direction) / pair.product, pair.step);
        }
        return direction;
    }

    private static double[] along(double[] point, double[] direction, double share) {
        double[] next = point.clone();
        add(next, share, direction);
        return next;
    }

    private static double[] difference(double[] x, double[] y) {
        double[] difference = x.clone();
        add(difference, -1, y);
        return difference;
    }

    private static void add(double[] to, double share, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += share * what[i];
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
