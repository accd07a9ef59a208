package hone.trainer.ppo;

import java.util.Map;
import java.util.TreeMap;

/** Something that must be a number is not: the iteration is void, and nothing of it was saved. */
final class NotFinite extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final long iteration;

    private NotFinite(String what, long iteration) {
        super(what + " of iteration " + iteration + " was not a number");
        this.what = what;
        this.iteration = iteration;
    }

    /** @param iteration counted from 1, as people do */
    static void refuse(String what, double value, long iteration) {
        if (!Double.isFinite(value)) {
            throw new NotFinite(what, iteration);
        }
    }

    String what() {
        return what;
    }

    long iteration() {
        return iteration;
    }

    static Map<String, Double> finite(Map<String, Double> numbers) {
        Map<String, Double> finite = new TreeMap<>(numbers);
        finite.values().removeIf(value -> !Double.isFinite(value));
        return finite;
    }
}
