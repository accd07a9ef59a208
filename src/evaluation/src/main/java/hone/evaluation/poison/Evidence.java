package hone.evaluation.poison;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the tests look at: the rows, what others think of them, and whose they are.
 *
 * @param byLabeler the rows of each account, in order
 */
record Evidence(List<JudgedRow> rows, SecondOpinions opinions, Fisher fisher, Map<String, List<Integer>> byLabeler) {
    static Evidence of(List<JudgedRow> rows, Optional<OutsideScore> score) {
        Map<String, List<Integer>> byLabeler = new TreeMap<>();
        for (int at = 0; at < rows.size(); at++) {
            byLabeler
                    .computeIfAbsent(rows.get(at).labeler(), labeler -> new ArrayList<>())
                    .add(at);
        }
        return new Evidence(rows, SecondOpinions.of(rows, score), new Fisher(rows.size()), byLabeler);
    }

    /** Where only one row of a pair counts. */
    Evidence onePerPair() {
        return new Evidence(rows, opinions.onePerPair(rows), fisher, byLabeler);
    }

    int known() {
        return opinions.known().cardinality();
    }

    int against() {
        return opinions.against().cardinality();
    }

    /** How many of these rows have a second opinion, and how many it contradicts, beside all others. */
    Finding.Counts contradicted(List<Integer> some) {
        int known = count(some, opinions.known());
        int against = count(some, opinions.against());
        return new Finding.Counts(against, known, against() - against, known() - known);
    }

    private static int count(List<Integer> some, BitSet of) {
        return (int) some.stream().filter(of::get).count();
    }

    /** How likely so many of n are contradicted if whose or what they are had nothing to do with it. */
    double p(Finding.Counts counts) {
        return fisher.atLeast(
                counts.k(), counts.n(), counts.k() + counts.kElsewhere(), counts.n() + counts.nElsewhere());
    }

    /** Without rows that most of the other people gave too. */
    List<Integer> notVouched(List<Integer> some) {
        return some.stream().filter(row -> !opinions.vouched().get(row)).toList();
    }

    List<String> labelersOf(List<Integer> some) {
        return some.stream()
                .map(row -> rows.get(row).labeler())
                .distinct()
                .sorted()
                .toList();
    }
}
