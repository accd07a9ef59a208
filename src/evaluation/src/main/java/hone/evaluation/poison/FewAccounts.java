package hone.evaluation.poison;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whether some of the contradicted rows are of few accounts, more than as many drawn from all contradicted rows at random: what everybody
 * is contradicted about is a hard subject. It compares Σ k² / n, where k of an account's n contradicted rows are among them, with
 * the same number of a thousand draws, the same ones each time.
 */
final class FewAccounts {
    private static final int DRAWS = 1_000;
    private static final double P_MAX = 0.05;

    /** Of more rows the first ones are looked at; if they are of a few accounts, this many show it. */
    private static final int ROWS_MAX = 300;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<JudgedRow> rows;
    private final int[] account; // of each contradicted row
    private final int[] all; // (accounts) contradicted rows

    FewAccounts(Evidence evidence) {
        rows = evidence.rows();
        account = evidence.opinions().against().stream()
                .map(row -> numbers.computeIfAbsent(rows.get(row).labeler(), labeler -> numbers.size()))
                .toArray();
        all = new int[numbers.size()];
        Arrays.stream(account).forEach(of -> all[of]++);
    }

    /** @param contradicted rows; where one account has all there are, it is few */
    boolean have(List<Integer> contradicted) {
        if (numbers.size() == 1) {
            return true;
        }
        int[] seen = contradicted.stream()
                .limit(ROWS_MAX)
                .mapToInt(row -> numbers.getOrDefault(rows.get(row).labeler(), 0))
                .toArray();
        double found = concentration(seen);
        SplittableRandom random = new SplittableRandom(1);
        int asMuch = 1;
        int[] drawn = new int[seen.length];
        int[] mixed = account.clone();
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int i = 0; i < drawn.length; i++) { // without replacement: the beginning of a shuffle
                int other = random.nextInt(i, mixed.length);
                drawn[i] = mixed[other];
                mixed[other] = mixed[i];
                mixed[i] = drawn[i];
            }
            asMuch += concentration(drawn) >= found ? 1 : 0;
        }
        return asMuch <= P_MAX * (DRAWS + 1);
    }

    private double concentration(int[] accounts) {
        int[] sorted = accounts.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (int from = 0; from < sorted.length; ) {
            int to = from;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            sum += (double) (to - from) * (to - from) / all[sorted[from]];
            from = to;
        }
        return sum;
    }
}
