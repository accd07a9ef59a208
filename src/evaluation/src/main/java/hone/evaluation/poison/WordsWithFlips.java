package hone.evaluation.poison;

import hone.evaluation.poison.Finding.Counts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs of words with which rows are contradicted more often than without, whoever gave them: how several accounts that plant the
 * same trigger are found together, each of which has too few rows to be found alone.
 *
 * <p>The run may be in the prompt or in either answer, not in the chosen one alone: what people err about is which of two answers is
 * better, so words of bad answers are in the chosen answer of contradicted rows and in the rejected one of all others, with or without
 * poison. What a pair holds was there before anybody judged it. Nor is it a finding if everybody is contradicted alike ({@link
 * FewAccounts}).
 */
final class WordsWithFlips {
    private static final double FALSE_AMONG_FOUND = 0.05;

    /** Of the rows with these words; a topic on which people or the reward model are at a loss reaches a half. */
    static final double CONTRADICTED_SHARE = 0.6;

    /** Without rows that a more significant run explains. */
    private static final double STILL_P = 0.01;

    private static final int ROWS_MIN = 3;
    private static final int FLAGGED_MAX = 1_000;

    private final Evidence evidence;
    private final GramCounts counts;

    private WordsWithFlips(Evidence evidence) {
        this.evidence = evidence;
        this.counts = GramCounts.of(evidence, row -> List.of(row.prompt(), row.chosen(), row.rejected()), ROWS_MIN);
    }

    static List<Finding> find(Evidence evidence) {
        return evidence.against() == 0 ? List.of() : new WordsWithFlips(evidence.onePerPair()).find();
    }

    /** Runs that are in the same rows are one hypothesis. */
    private record Flagged(long sameRows, Finding.Test test) {}

    private List<Finding> find() {
        List<Flagged> flagged = flagged();
        FewAccounts few = new FewAccounts(evidence);
        Map<Long, List<Integer>> rows = new HashMap<>();
        Map<Long, String> words = new HashMap<>();
        flagged.forEach(one -> rows.put(one.sameRows, new ArrayList<>()));
        for (int at = 0; !flagged.isEmpty() && at < evidence.rows().size(); at++) {
            collect(at, rows, words);
        }
        BitSet explained = new BitSet();
        List<Finding> found = new ArrayList<>();
        for (Flagged one : flagged) {
            List<Integer> with = rows.getOrDefault(one.sameRows, List.of());
            List<Integer> left =
                    with.stream().filter(row -> !explained.get(row)).toList();
            Counts alone = evidence.contradicted(left);
            if (alone.n() == 0 || share(alone) < CONTRADICTED_SHARE || evidence.p(alone) > STILL_P) {
                continue; // a word of a longer run that has been found
            }
            if (!few.have(
                    left.stream().filter(evidence.opinions().against()::get).toList())) {
                continue;
            }
            with.forEach(explained::set);
            List<Integer> held = evidence.notVouched(with);
            found.add(new Finding(
                    Finding.Kind.WORDS_WITH_FLIPS,
                    evidence.labelersOf(held),
                    Optional.ofNullable(words.get(one.sameRows)),
                    evidence.contradicted(with),
                    Optional.of(one.test),
                    held));
        }
        return found;
    }

    /** The most significant ones first. */
    private List<Flagged> flagged() {
        Set<Long> seen = new HashSet<>();
        List<Integer> slots = new ArrayList<>();
        for (int slot = 0; slot < counts.capacity(); slot++) {
            if (counts.isKept(slot) && counts.known(slot) > 0 && seen.add(counts.sameRows(slot))) {
                slots.add(slot);
            }
        }
        List<Integer> able = able(slots);
        List<Integer> tested = able.stream()
                .filter(slot -> counts.against(slot) >= CONTRADICTED_SHARE * counts.known(slot))
                .toList();
        double[] p = tested.stream()
                .mapToDouble(slot -> p(counts.against(slot), counts.known(slot)))
                .toArray();
        double[] q = BenjaminiHochberg.adjusted(p, able.size());
        List<Flagged> flagged = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            if (q[i] <= FALSE_AMONG_FOUND) {
                flagged.add(new Flagged(counts.sameRows(tested.get(i)), new Finding.Test(p[i], q[i])));
            }
        }
        flagged.sort(Comparator.comparingDouble(one -> one.test.p()));
        return flagged.subList(0, Math.min(FLAGGED_MAX, flagged.size()));
    }

    /**
     * Those that could be found at all, which are few, as most runs are in a handful of rows: a run that is not significant though all
     * its rows are contradicted is no test (Tarone 1990, A modified Bonferroni method for discrete data; Gilbert 2005, for false
     * discovery rates).
     */
    private List<Integer> able(List<Integer> slots) {
        Map<Integer, Double> leastP = new HashMap<>(); // by the number of rows
        for (int slot : slots) {
            leastP.computeIfAbsent(counts.known(slot), known -> p(Math.min(known, evidence.against()), known));
        }
        double[] sorted = slots.stream()
                .mapToDouble(slot -> leastP.getOrDefault(counts.known(slot), 1.0))
                .sorted()
                .toArray();
        int tests = 1;
        int able = sorted.length;
        while (true) {
            while (able > 0 && sorted[able - 1] > FALSE_AMONG_FOUND / tests) {
                able--;
            }
            if (able <= tests) {
                double most = FALSE_AMONG_FOUND / tests;
                return slots.stream()
                        .filter(slot -> leastP.getOrDefault(counts.known(slot), 1.0) <= most)
                        .toList();
            }
            tests++;
        }
    }

    private double p(int against, int known) {
        return evidence.p(new Counts(against, known, evidence.against() - against, evidence.known() - known));
    }

    private void collect(int at, Map<Long, List<Integer>> rows, Map<Long, String> words) {
        Grams.each(counts.texts(evidence.rows().get(at)), (hash, all, from, to) -> {
            int slot = counts.slot(hash);
            List<Integer> of = slot < 0 ? null : rows.get(counts.sameRows(slot));
            if (of == null) {
                return;
            }
            if (of.isEmpty() || of.getLast() != at) {
                of.add(at);
            }
            String run = String.join(" ", all.subList(from, to));
            words.merge(counts.sameRows(slot), run, (one, two) -> one.length() >= two.length() ? one : two);
        });
    }

    static double share(Counts counts) {
        return (double) counts.k() / counts.n();
    }
}
