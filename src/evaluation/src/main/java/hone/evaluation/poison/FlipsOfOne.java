package hone.evaluation.poison;

import hone.evaluation.Share;
import hone.evaluation.poison.Finding.Counts;
import java.util.ArrayList;
import java.util.BitSet;
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

    private static final double FEW_SHARE = 0.2;

    private FlipsOfOne() {}

    /** @param held rows that another finding explains: what an account does beside them is looked at before they are held back */
    static List<Finding> find(Evidence evidence, BitSet held) {
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
                List<Integer> account = evidence.byLabeler().getOrDefault(labelers.get(i), List.of());
                List<Integer> others =
                        account.stream().filter(row -> !held.get(row)).toList();
                found.add(new Finding(
                        Finding.Kind.FLIPS,
                        List.of(labelers.get(i)),
                        Optional.empty(),
                        counts.get(i),
                        Optional.of(new Finding.Test(p[i], q[i])),
                        isHeldBack(evidence, account, counts.get(i), others) ? others : List.of()));
            }
        }
        return found;
    }

    /** Where four of five rows are explained, the rest say too little and go with them. */
    private static boolean isHeldBack(Evidence evidence, List<Integer> account, Counts all, List<Integer> others) {
        boolean few = others.size() <= FEW_SHARE * account.size();
        return isWorseThanACoin(few ? all : evidence.contradicted(others));
    }

    private static boolean isWorseThanACoin(Counts counts) {
        return counts.n() > 0
                && new Share((double) counts.k() / counts.n(), counts.n())
                                .interval()
                                .low()
                        > 0.5;
    }
}
