package hone.evaluation.ranking;

import java.util.Arrays;

/**
 * Elo ratings, match by match: both sides change by k (score − 1 / (1 + 10^((r_b − r_a) / scale))) (Elo 1978, The Rating of
 * Chessplayers). They depend on the order of the matches; {@link BradleyTerry} does not.
 *
 * @param k how much a match can change
 * @param scale a difference at which one side wins ten times as often; 400 in chess
 * @param initial what everybody begins with
 */
public record Elo(double k, double scale, double initial) {

    /** @param scoreOfA 1 when a won, ½ when the two were level, 0 when b won */
    public double[] ratings(int items, int[] a, int[] b, double[] scoreOfA) {
        double[] ratings = new double[items];
        Arrays.fill(ratings, initial);
        for (int match = 0; match < a.length; match++) {
            double expected = 1 / (1 + Math.pow(10, (ratings[b[match]] - ratings[a[match]]) / scale));
            double change = k * (scoreOfA[match] - expected);
            ratings[a[match]] += change;
            ratings[b[match]] -= change;
        }
        return ratings;
    }
}
