package hone.evaluation.reliability;

import hone.evaluation.Interval;
import hone.evaluation.Labels;
import hone.evaluation.Measure;

/**
 * Which of two answers is better and how often each labeler says so, estimated together: every labeler is right with one
 * probability a_w, whatever the pair, and either answer is the better one with probability a half. This is Dawid and Skene's model
 * with one coin for each labeler (Zhang et al. 2016, Spectral methods meet EM, section 2), fitted by EM under a Beta prior of a_w
 * (Liu, Peng and Ihler 2012, Variational inference for crowdsourcing, section 3.2): a = (8 + Σ P(right)) / (10 + judgments).
 *
 * <p>A vote shifts a pair's log-odds by ln(a / (1 − a)), the best weight there is (Nitzan and Paroush 1982, Optimal decision rules
 * in uncertain dichotomous choice situations). So the vote of somebody who is wrong more often than right counts the other way, and
 * that of somebody who doesn't look, or always says left, hardly counts. A tie says nothing about which is better.
 *
 * <p>A pair that one person judged says nothing about them. Whoever shares fewer than {@link #JUDGED_FROM} pairs with others is not
 * judged: their votes count as {@link #PRIOR} would have it, and their reliability is undefined.
 *
 * @param firstBetter (pairs) the probability that the first answer is the better one; a half where nobody preferred one
 * @param accuracy (labelers) a
 * @param shared (labelers) how many of their judgments are of a pair that somebody else judged too, ties left out
 * @param intervals (labelers) 95 % of the posterior of a, the others' accuracies taken as found; all of 0 to 1 if not judged
 * @param logPosterior Σ ln P(votes of a pair) + Σ (8 ln a + 2 ln(1 − a)), pairs that one person judged left out
 */
public record OneCoin(
        double[] firstBetter, double[] accuracy, int[] shared, Interval[] intervals, double logPosterior) {
    /** The three labels of a comparison in {@link Labels}. */
    public static final int FIRST = 0;

    public static final int SECOND = 1;
    public static final int TIE = 2;
    public static final int CLASSES = 3;

    /** Fewer judgments that can be compared with another's say too little to hold anything against somebody. */
    public static final int JUDGED_FROM = 10;

    /**
     * What is assumed of somebody before they have judged: as if ten judgments had been seen, eight of them right. People who compare
     * answers agree in 63 % (Bai et al. 2022, arXiv 2204.05862) to 77 % of cases (Ouyang et al. 2022, arXiv 2203.02155), as two do who
     * are right in 76 to 87 %.
     */
    public static final double PRIOR = 0.8;

    static final double PRIOR_JUDGMENTS = 10;

    /**
     * How reliable one labeler was found.
     *
     * @param accuracy how likely a judgment of theirs is right; below a half they are wrong more often than right
     */
    public record Reliability(double accuracy, Interval interval, int shared) {
        /** Nobody who looks, and not even somebody who doesn't, does as badly by chance. */
        public boolean contrary() {
            return interval.high() < 0.5;
        }
    }

    /**
     * Of three labels a pair ({@link #FIRST}, {@link #SECOND}, {@link #TIE}). Of several judgments of one labeler on one pair the last
     * counts.
     */
    public static Measure<OneCoin> of(Labels labels) {
        if (labels.classes() != CLASSES) {
            throw new IllegalArgumentException(
                    "a comparison has " + CLASSES + " outcomes, these labels have " + labels.classes());
        }
        Votes votes = Votes.of(labels);
        if (votes.size() == 0) {
            return Measure.undefined("nobody preferred an answer");
        }
        OneCoinFit fit = new OneCoinFit(votes);
        if (!fit.somebodyIsJudged()) {
            return Measure.undefined("nobody shares " + JUDGED_FROM + " pairs with others");
        }
        return Measure.of(fit.find());
    }

    /** Undefined for whoever shares too few pairs with others. */
    public Measure<Reliability> reliability(int labeler) {
        return shared[labeler] < JUDGED_FROM
                ? Measure.undefined("only " + shared[labeler]
                        + " of their judgments can be compared with another's, and " + JUDGED_FROM + " are needed")
                : Measure.of(new Reliability(accuracy[labeler], intervals[labeler], shared[labeler]));
    }

    /** How likely it is that the answer which was said to be better is. */
    public double right(int pair, int said) {
        return said == FIRST ? firstBetter[pair] : 1 - firstBetter[pair];
    }

    /**
     * By how much a labeler's judgments count where each stays a row of its own: 2a − 1, and 0 for whoever is no better than chance.
     * Of labels that are turned with probability 1 − a, this is the share of the clean gradient that is left on average (Natarajan et
     * al. 2013, Learning with noisy labels, section 3), so rows are weighted by what they carry.
     */
    public double weight(int labeler) {
        return Math.max(0, 2 * accuracy[labeler] - 1);
    }
}
