package hone.evaluation.poison;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody else thinks of each row: the other people who compared the same two answers, a vote each, and the outside score, which
 * is one more vote. Rows of the same account are no second opinion, and as many votes for as against are none. With the score alone
 * against one other person, whoever was right would be contradicted as often as whoever was wrong.
 *
 * @param known rows with one
 * @param against rows which it contradicts
 * @param vouched rows that most of the others gave too
 */
record SecondOpinions(BitSet known, BitSet against, BitSet vouched) {
    private record Vote(String labeler, String chosen) {}

    static SecondOpinions of(List<JudgedRow> rows, Optional<OutsideScore> score) {
        Map<String, Map<String, Integer>> votes = new HashMap<>(); // of a pair: how many rows chose which answer
        Map<String, Map<Vote, Integer>> own = new HashMap<>();
        for (JudgedRow row : rows) {
            votes.computeIfAbsent(row.pair(), pair -> new HashMap<>()).merge(row.chosen(), 1, Integer::sum);
            own.computeIfAbsent(row.pair(), pair -> new HashMap<>())
                    .merge(new Vote(row.labeler(), row.chosen()), 1, Integer::sum);
        }
        SecondOpinions opinions = new SecondOpinions(new BitSet(), new BitSet(), new BitSet());
        for (int at = 0; at < rows.size(); at++) {
            JudgedRow row = rows.get(at);
            int same = others(votes, own, row, row.chosen());
            int other = others(votes, own, row, row.rejected());
            double sum = same
                    - other
                    + score.map(of -> Math.signum(of.of(row, row.chosen()) - of.of(row, row.rejected())))
                            .filter(vote -> !Double.isNaN(vote))
                            .orElse(0.0);
            opinions.known.set(at, sum != 0);
            opinions.against.set(at, sum < 0);
            opinions.vouched.set(at, same > other);
        }
        return opinions;
    }

    /** Of each pair the first row that has one: rows of one pair are contradicted by each other, so they are no independent trials. */
    SecondOpinions onePerPair(List<JudgedRow> rows) {
        Set<String> seen = new HashSet<>();
        SecondOpinions some = new SecondOpinions(new BitSet(), new BitSet(), vouched);
        known.stream().filter(at -> seen.add(rows.get(at).pair())).forEach(at -> {
            some.known.set(at);
            some.against.set(at, against.get(at));
        });
        return some;
    }

    private static int others(
            Map<String, Map<String, Integer>> votes,
            Map<String, Map<Vote, Integer>> own,
            JudgedRow row,
            String chosen) {
        return votes.getOrDefault(row.pair(), Map.of()).getOrDefault(chosen, 0)
                - own.getOrDefault(row.pair(), Map.of()).getOrDefault(new Vote(row.labeler(), chosen), 0);
    }
}
