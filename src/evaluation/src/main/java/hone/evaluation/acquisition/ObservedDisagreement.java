package hone.evaluation.acquisition;

import java.util.Arrays;

/**
 * The observed disagreement of one item: the mean distance of its judgments over all pairs of them. It is the part of Krippendorff's
 * D<sub>o</sub> that belongs to the item (Krippendorff, “Computing Krippendorff's Alpha-Reliability”, 2011). That an item is worth another
 * question where those who were asked disagree is query by committee (Seung, Opper and Sompolinsky, 1992), with people for a committee;
 * that another label is worth most where the labels are uncertain is what Sheng, Provost and Ipeirotis found (“Get another label?”, KDD
 * 2008).
 */
public final class ObservedDisagreement {
    private ObservedDisagreement() {}

    /**
     * @param distances of each pair of judgments, from 0 (the same) to 1 (as far apart as can be)
     * @return 0 where there is no pair: nobody has disagreed yet
     */
    public static double of(double[] distances) {
        for (double distance : distances) {
            if (!(distance >= 0 && distance <= 1)) {
                throw new IllegalArgumentException("a distance is from 0 to 1, not " + distance);
            }
        }
        return Arrays.stream(distances).average().orElse(0);
    }
}
