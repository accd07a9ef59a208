package hone.trainer.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A batch of rows that several examples share, so that little is padding. No example sees another: each has positions of its own,
 * and whoever reads the rows hides tokens of other examples.
 *
 * @param ids (count, width), row after row
 * @param positions (count, width): of each token within its example
 * @param examples (count, width): the example's number within its row; padding has numbers of its own
 * @param targets where predictions are made; the first token of an example is never one
 */
public record PackedRows(int count, int width, long[] ids, long[] positions, long[] examples, TokenRows.Targets targets)
        implements LabelledRows {

    /** Puts examples into as few rows as first-fit finds, the longest first. */
    public static List<List<TokenRows.Row>> plan(List<TokenRows.Row> rows, int tokensMax) {
        List<List<TokenRows.Row>> packs = new ArrayList<>();
        List<Integer> room = new ArrayList<>();
        for (TokenRows.Row row : rows.stream()
                .sorted(Comparator.comparingInt((TokenRows.Row r) -> r.tokens().length)
                        .reversed())
                .toList()) {
            int place = 0;
            while (place < packs.size() && room.get(place) < row.tokens().length) {
                place++;
            }
            if (place == packs.size()) {
                packs.add(new ArrayList<>());
                room.add(tokensMax);
            }
            packs.get(place).add(row);
            room.set(place, room.get(place) - row.tokens().length);
        }
        return packs;
    }

    public static PackedRows of(List<List<TokenRows.Row>> packs, int padId) {
        int width = packs.stream()
                .mapToInt(pack ->
                        pack.stream().mapToInt(row -> row.tokens().length).sum())
                .max()
                .orElse(0);
        int labels = packs.stream()
                .flatMap(List::stream)
                .mapToInt(TokenRows.Row::labelCount)
                .sum();
        PackedRows packed = new PackedRows(
                packs.size(),
                width,
                new long[packs.size() * width],
                new long[packs.size() * width],
                new long[packs.size() * width],
                new TokenRows.Targets(new long[labels], new long[labels], new float[labels]));
        Arrays.fill(packed.ids, padId);
        int next = 0;
        for (int r = 0; r < packs.size(); r++) {
            int at = r * width;
            int number = 0;
            for (TokenRows.Row row : packs.get(r)) {
                for (int t = 0; t < row.tokens().length; t++) {
                    packed.ids[at] = row.tokens()[t];
                    packed.positions[at] = t;
                    packed.examples[at] = number;
                    if (t > 0 && row.learned()[t]) {
                        packed.targets.positions()[next] = at - 1;
                        packed.targets.labels()[next] = row.tokens()[t];
                        packed.targets.weights()[next++] = row.weight();
                    }
                    at++;
                }
                number++;
            }
            for (; at < (r + 1) * width; at++) {
                packed.examples[at] = number++; // a padded place sees itself alone
            }
        }
        return packed;
    }
}
