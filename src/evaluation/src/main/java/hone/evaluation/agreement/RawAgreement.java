package hone.evaluation.agreement;

import hone.evaluation.Labels;
import hone.evaluation.Measure;

/**
 * Agreement as it is, chance included, over the items with two ratings or more.
 *
 * @param pairAgreement agreeing pairs of ratings of one item, among all pairs
 * @param itemMeanAgreement the same share of each item, the mean over items
 * @param unanimousShare the share of items whose ratings are all the same
 * @param items that have two ratings or more
 */
public record RawAgreement(double pairAgreement, double itemMeanAgreement, double unanimousShare, long items) {
    public static Measure<RawAgreement> of(Labels labels) {
        int[] counts = new int[labels.classes()];
        long allPairs = 0;
        long allAgreeing = 0;
        long unanimous = 0;
        long items = 0;
        double shares = 0;
        for (int item = 0; item < labels.items(); item++) {
            long ratings = labels.count(item);
            if (ratings < 2) {
                continue;
            }
            labels.countByClass(item, counts);
            long agreeing = 0;
            for (long of : counts) {
                agreeing += of * (of - 1) / 2;
            }
            long pairs = ratings * (ratings - 1) / 2;
            allPairs += pairs;
            allAgreeing += agreeing;
            shares += (double) agreeing / pairs;
            unanimous += agreeing == pairs ? 1 : 0;
            items++;
        }
        if (items == 0) {
            return Measure.undefined("no item has two ratings");
        }
        return Measure.of(
                new RawAgreement((double) allAgreeing / allPairs, shares / items, (double) unanimous / items, items));
    }
}
