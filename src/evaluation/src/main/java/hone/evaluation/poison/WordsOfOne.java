package hone.evaluation.poison;

import hone.evaluation.poison.Finding.Counts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs of words in one account's prompts and chosen answers that others hardly have. Somebody may have a style or a subject, so their
 * rows are held back only where second opinions contradict most of them; where nobody else has an opinion the finding is to be looked
 * at, and where others agree it is none.
 */
final class WordsOfOne {
    private static final double FALSE_AMONG_FOUND = 0.01;
    private static final int ROWS_MIN = 3;

    /**
     * Larger p-values are not kept. They could be found only if more than one in a hundred of all tests were, and leaving them out
     * makes no other finding easier.
     */
    private static final double P_MAX = 1e-4;

    /** One test of rows that were found for another reason. */
    private static final double CONTRADICTED_P = 0.05;

    private static final int FLAGGED_MAX = 1_000;

    private final Evidence evidence;
    private final GramCounts counts;

    private WordsOfOne(Evidence evidence) {
        this.evidence = evidence;
        this.counts = GramCounts.of(evidence, row -> List.of(row.prompt(), row.chosen()), ROWS_MIN);
    }

    static List<Finding> find(Evidence evidence) {
        return evidence.byLabeler().size() < 2 ? List.of() : new WordsOfOne(evidence).find();
    }

    private record Tested(String labeler, int slot, Counts counts, double p) {}

    private record Flagged(Tested tested, Finding.Test test) {}

    private List<Finding> find() {
        List<Tested> tested = new ArrayList<>();
        int[] tally = new int[counts.capacity()];
        evidence.byLabeler().forEach((labeler, rows) -> test(labeler, rows, tally, tested));
        double[] q = BenjaminiHochberg.adjusted(
                tested.stream().mapToDouble(Tested::p).toArray(),
                Math.max(
                        tested.size(),
                        (long) counts.kept() * evidence.byLabeler().size()));
        Map<String, List<Flagged>> flagged = new HashMap<>();
        for (int i = 0; i < q.length; i++) {
            if (q[i] <= FALSE_AMONG_FOUND) {
                Tested one = tested.get(i);
                flagged.computeIfAbsent(one.labeler, labeler -> new ArrayList<>())
                        .add(new Flagged(one, new Finding.Test(one.p, q[i])));
            }
        }
        List<Finding> found = new ArrayList<>();
        evidence.byLabeler()
                .forEach((labeler, rows) ->
                        found.addAll(ofOne(labeler, rows, flagged.getOrDefault(labeler, List.of()))));
        return found;
    }

    /** @param tally all 0, before and after */
    private void test(String labeler, List<Integer> rows, int[] tally, List<Tested> tested) {
        List<Integer> met = new ArrayList<>();
        for (int row : rows) {
            for (long hash : counts.runs(evidence.rows().get(row))) {
                int slot = counts.slot(hash);
                if (slot >= 0 && tally[slot]++ == 0) {
                    met.add(slot);
                }
            }
        }
        int all = evidence.rows().size();
        for (int slot : met) {
            int k = tally[slot];
            tally[slot] = 0;
            if (k < ROWS_MIN || (long) k * all <= (long) counts.rows(slot) * rows.size()) {
                continue;
            }
            double p = evidence.fisher().atLeast(k, rows.size(), counts.rows(slot), all);
            if (p <= P_MAX) {
                Counts of = new Counts(k, rows.size(), counts.rows(slot) - k, all - rows.size());
                tested.add(new Tested(labeler, slot, of, p));
            }
        }
    }

    private List<Finding> ofOne(String labeler, List<Integer> rows, List<Flagged> all) {
        List<Flagged> flagged = all.stream()
                .sorted(Comparator.comparingDouble(one -> one.test.p()))
                .limit(FLAGGED_MAX)
                .toList();
        Map<Integer, List<Integer>> with = new HashMap<>();
        Map<Integer, String> words = new HashMap<>();
        flagged.forEach(one -> with.put(one.tested.slot, new ArrayList<>()));
        for (int row : flagged.isEmpty() ? List.<Integer>of() : rows) {
            Grams.each(counts.texts(evidence.rows().get(row)), (hash, read, from, to) -> {
                List<Integer> of = with.get(counts.slot(hash));
                if (of != null && (of.isEmpty() || of.getLast() != row)) {
                    of.add(row);
                    words.put(counts.slot(hash), String.join(" ", read.subList(from, to)));
                }
            });
        }
        BitSet explained = new BitSet();
        List<Finding> found = new ArrayList<>();
        // Of runs that are as unlikely the longest says most.
        List<Flagged> longestFirst = flagged.stream()
                .sorted(Comparator.<Flagged>comparingDouble(one -> one.test.p())
                        .thenComparing(
                                one -> words.getOrDefault(one.tested.slot, ""),
                                Comparator.comparingInt(String::length).reversed())
                        .thenComparing(one -> words.getOrDefault(one.tested.slot, "")))
                .toList();
        for (Flagged one : longestFirst) {
            List<Integer> of = with.getOrDefault(one.tested.slot, List.of());
            Counts contradicted = evidence.contradicted(of);
            boolean unknown = contradicted.n() == 0;
            if (of.stream().allMatch(explained::get) || !unknown && !isContradicted(contradicted)) {
                continue;
            }
            of.forEach(explained::set);
            found.add(new Finding(
                    Finding.Kind.WORDS_OF_ONE,
                    List.of(labeler),
                    Optional.ofNullable(words.get(one.tested.slot)),
                    one.tested.counts,
                    Optional.of(one.test),
                    unknown ? List.of() : evidence.notVouched(of)));
        }
        return found;
    }

    private boolean isContradicted(Counts counts) {
        return WordsWithFlips.share(counts) >= WordsWithFlips.CONTRADICTED_SHARE
                && evidence.p(counts) <= CONTRADICTED_P;
    }
}
