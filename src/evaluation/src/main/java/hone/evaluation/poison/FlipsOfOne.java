package hone.evaluation.poison;

import hone.evaluation.Share;
import hone.evaluation.poison.Finding.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Accounts that others contradict more often than the rest. Whoever is only careless is found too, and needs a talk or a lower
 * weight ({@link hone.evaluation.reliability.RowPolicy}), not a quarantine: rows are held back where the 95 % interval of the share
 * lies above a half, because to be wrong more often than a coin one must know what is right.
 */
final class FlipsOfOne {
    private static final double FALSE_AMONG_FOUND = 0.05;

    private FlipsOfOne() {}

    static List<Finding> find(Evidence evidence) {
        List<Counts> counts = new ArrayList<>();
        List<String> labelers = new ArrayList<>();
        for (Map.Entry<String, List<Integer>> account : evidence.byLabeler().entrySet()) {
            Counts of = evidence.contradicted(account.getValue());
            if (of.n() > 0) {
                counts.add(of);
                labelers.add(account.getKey());
            }
        }
        double[] p = counts.stream().mapToDouble(evidence::p).toArray();
        double[] q = BenjaminiHochberg.adjusted(p, p.length);
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            if (q[i] <= FALSE_AMONG_FOUND) {
                found.add(new Finding(
                        Finding.Kind.FLIPS,
                        List.of(labelers.get(i)),
                        Optional.empty(),
                        counts.get(i),
                        Optional.of(new Finding.Test(p[i], q[i])),
                        isWorseThanACoin(counts.get(i))
                                ? evidence.byLabeler().getOrDefault(labelers.get(i), List.of())
                                : List.of()));
            }
        }
        return found;
    }

    private static boolean isWorseThanACoin(Counts counts) {
        return new Share((double) counts.k() / counts.n(), counts.n())
                        .interval()
                        .low()
                > 0.5;
    }
}
