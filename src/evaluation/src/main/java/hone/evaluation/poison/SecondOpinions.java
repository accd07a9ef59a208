package hone.evaluation.poison;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody else thinks of each row: most of the other people who compared the same two answers, and where there are none, or as many
 * on either side, the outside score. Rows of the same account are no second opinion.
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
            double sum = same != other
                    ? same - other
                    : score.map(of -> of.of(row, row.chosen()) - of.of(row, row.rejected()))
                            .orElse(0.0);
            opinions.known.set(at, sum != 0 && !Double.isNaN(sum));
            opinions.against.set(at, sum < 0);
            opinions.vouched.set(at, same > other);
        }
        return opinions;
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
