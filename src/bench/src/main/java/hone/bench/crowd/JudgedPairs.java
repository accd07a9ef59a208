package hone.bench.crowd;

import hone.evaluation.poison.JudgedRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Pairs and what accounts said of them, with the knowledge which judgments somebody planted. */
final class JudgedPairs {
    private record Judgment(int pair, String account, boolean forBetter) {}

    private final List<StoryPair> pairs = new ArrayList<>();
    private final List<Judgment> judgments = new ArrayList<>();
    private final BitSet planted = new BitSet();

    JudgedPairs copy() {
        JudgedPairs same = new JudgedPairs();
        same.pairs.addAll(pairs);
        same.judgments.addAll(judgments);
        same.planted.or(planted);
        return same;
    }

    /** Returns the pair's number. */
    int add(StoryPair pair) {
        pairs.add(pair);
        return pairs.size() - 1;
    }

    void judged(int pair, String account, boolean forBetter) {
        judgments.add(new Judgment(pair, account, forBetter));
    }

    /** For the worse answer. */
    void planted(int pair, String account) {
        planted.set(judgments.size());
        judged(pair, account, false);
    }

    int pairs() {
        return pairs.size();
    }

    StoryPair pair(int number) {
        return pairs.get(number);
    }

    List<JudgedRow> rows() {
        return judgments.stream().map(this::row).toList();
    }

    private JudgedRow row(Judgment judgment) {
        StoryPair pair = pairs.get(judgment.pair);
        String better = pair.better().text();
        String worse = pair.worse().text();
        return new JudgedRow(
                judgment.account,
                "pair-" + judgment.pair,
                pair.prompt().text(),
                judgment.forBetter ? better : worse,
                judgment.forBetter ? worse : better,
                Optional.empty());
    }

    /** Of what was planted, how much is held back. */
    double recall(List<Integer> heldBack) {
        return (double) heldBack.stream().filter(planted::get).count() / planted.cardinality();
    }

    /** Of what was not planted, how much is held back. */
    double falselyHeld(List<Integer> heldBack) {
        return (double) heldBack.stream().filter(row -> !planted.get(row)).count()
                / (judgments.size() - planted.cardinality());
    }

    /** What is left to train on: a pair's judgments share its weight. */
    PairRows without(List<Integer> heldBack, List<StoryPair> measured) {
        BitSet held = new BitSet();
        heldBack.forEach(held::set);
        int[] better = new int[pairs.size()];
        int[] all = new int[pairs.size()];
        for (int at = 0; at < judgments.size(); at++) {
            if (!held.get(at)) {
                better[judgments.get(at).pair] += judgments.get(at).forBetter ? 1 : 0;
                all[judgments.get(at).pair]++;
            }
        }
        PairRows rows = new PairRows();
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (all[pair] > 0) {
                rows.learn(
                        pairs.get(pair),
                        pair,
                        (double) better[pair] / all[pair],
                        1 - (double) better[pair] / all[pair]);
            }
        }
        for (int pair = 0; pair < measured.size(); pair++) {
            rows.measure(measured.get(pair), pair);
        }
        return rows;
    }
}
