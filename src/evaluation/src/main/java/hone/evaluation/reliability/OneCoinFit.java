package hone.evaluation.reliability;

import hone.evaluation.Interval;
import java.util.Arrays;

/** EM for {@link OneCoin}, begun from what the prior says of everybody, which is a majority vote. */
final class OneCoinFit {
    private static final int STEPS_MAX = 2_000;
    private static final double SETTLED = 1e-12; // the largest change of an accuracy in a step

    /** Points at which the posterior of an accuracy is computed. */
    private static final int GRID = 400;

    /** After so many factors, none below 1e-3, a density is scaled to 1 at its highest, before it can underflow. */
    private static final int FACTORS = 64;

    private static final double TAIL = 0.025;
    private static final double PRIOR_RIGHT = OneCoin.PRIOR * OneCoin.PRIOR_JUDGMENTS;
    private static final double PRIOR_WRONG = OneCoin.PRIOR_JUDGMENTS - PRIOR_RIGHT;
    private static final Interval NOT_JUDGED = new Interval(0, 1);

    private final Votes votes;
    private final int[] shared; // (labelers)
    private final double[] accuracy; // (labelers)
    private final double[] logOdds; // (pairs) that the first answer is better

    OneCoinFit(Votes votes) {
        this.votes = votes;
        shared = new int[votes.labelers()];
        for (int pair = 0; pair < votes.pairs(); pair++) {
            for (int at = votes.start()[pair]; votes.isShared(pair) && at < votes.start()[pair + 1]; at++) {
                shared[votes.labeler()[at]]++;
            }
        }
        accuracy = new double[votes.labelers()];
        Arrays.fill(accuracy, OneCoin.PRIOR);
        logOdds = new double[votes.pairs()];
    }

    boolean somebodyIsJudged() {
        return Arrays.stream(shared).anyMatch(count -> count >= OneCoin.JUDGED_FROM);
    }

    OneCoin find() {
        double change = 1;
        for (int step = 0; step < STEPS_MAX && change > SETTLED; step++) {
            expect();
            change = maximize();
        }
        expect();
        double[] firstBetter = Arrays.stream(logOdds).map(OneCoinFit::sigmoid).toArray();
        return new OneCoin(firstBetter, accuracy, shared, intervals(), logPosterior());
    }

    private void expect() {
        double[] worth = Arrays.stream(accuracy).map(OneCoinFit::logit).toArray();
        for (int pair = 0; pair < votes.pairs(); pair++) {
            double sum = 0;
            for (int at = votes.start()[pair]; at < votes.start()[pair + 1]; at++) {
                sum += votes.first()[at] ? worth[votes.labeler()[at]] : -worth[votes.labeler()[at]];
            }
            logOdds[pair] = sum;
        }
    }

    /** Returns the largest change. Pairs that one person judged are as likely whatever their accuracy, so they are left out. */
    private double maximize() {
        double[] right = new double[votes.labelers()];
        for (int pair = 0; pair < votes.pairs(); pair++) {
            double first = sigmoid(logOdds[pair]);
            for (int at = votes.start()[pair]; votes.isShared(pair) && at < votes.start()[pair + 1]; at++) {
                right[votes.labeler()[at]] += votes.first()[at] ? first : 1 - first;
            }
        }
        double change = 0;
        for (int labeler = 0; labeler < accuracy.length; labeler++) {
            if (shared[labeler] < OneCoin.JUDGED_FROM) {
                continue;
            }
            double found = (PRIOR_RIGHT + right[labeler]) / (OneCoin.PRIOR_JUDGMENTS + shared[labeler]);
            change = Math.max(change, Math.abs(found - accuracy[labeler]));
            accuracy[labeler] = found;
        }
        return change;
    }

    /**
     * Of each labeler's accuracy x, given everybody else's: the prior times Π (q x + (1 − q)(1 − x)), where q is the probability by the
     * votes of the others alone that the answer is right. A pair on which the others are undecided makes it no narrower.
     */
    private Interval[] intervals() {
        double[][] densities = new double[votes.labelers()][];
        int[] factors = new int[votes.labelers()];
        for (int pair = 0; pair < votes.pairs(); pair++) {
            for (int at = votes.start()[pair]; votes.isShared(pair) && at < votes.start()[pair + 1]; at++) {
                int labeler = votes.labeler()[at];
                if (shared[labeler] < OneCoin.JUDGED_FROM) {
                    continue;
                }
                if (densities[labeler] == null) {
                    densities[labeler] = prior();
                }
                double said = votes.first()[at] ? logOdds[pair] : -logOdds[pair];
                multiply(densities[labeler], sigmoid(said - logit(accuracy[labeler])));
                if (++factors[labeler] % FACTORS == 0) {
                    scale(densities[labeler]);
                }
            }
        }
        Interval[] intervals = new Interval[votes.labelers()];
        for (int labeler = 0; labeler < intervals.length; labeler++) {
            intervals[labeler] = densities[labeler] == null ? NOT_JUDGED : middle(densities[labeler]);
        }
        return intervals;
    }

    private static double point(int g) {
        return (g + 0.5) / GRID;
    }

    private static double[] prior() {
        double[] density = new double[GRID];
        Arrays.setAll(density, g -> Math.pow(point(g), PRIOR_RIGHT) * Math.pow(1 - point(g), PRIOR_WRONG));
        return density;
    }

    private static void multiply(double[] density, double right) {
        double slope = 2 * right - 1;
        for (int g = 0; g < GRID; g++) {
            density[g] *= 1 - right + slope * point(g);
        }
    }

    private static void scale(double[] density) {
        double most = Arrays.stream(density).max().orElseThrow();
        for (int g = 0; g < GRID; g++) {
            density[g] /= most;
        }
    }

    private static Interval middle(double[] density) {
        double all = Arrays.stream(density).sum();
        return new Interval(quantile(density, TAIL * all), quantile(density, (1 - TAIL) * all));
    }

    private static double quantile(double[] density, double mass) {
        double sum = 0;
        for (int g = 0; g < GRID; g++) {
            if (sum + density[g] >= mass) {
                return (g + (mass - sum) / density[g]) / GRID;
            }
            sum += density[g];
        }
        return 1;
    }

    private double logPosterior() {
        double sum = 0;
        for (int labeler = 0; labeler < accuracy.length; labeler++) {
            sum += shared[labeler] < OneCoin.JUDGED_FROM
                    ? 0
                    : PRIOR_RIGHT * Math.log(accuracy[labeler]) + PRIOR_WRONG * Math.log(1 - accuracy[labeler]);
        }
        for (int pair = 0; pair < votes.pairs(); pair++) {
            if (!votes.isShared(pair)) {
                continue;
            }
            double first = Math.log(0.5);
            double second = Math.log(0.5);
            for (int at = votes.start()[pair]; at < votes.start()[pair + 1]; at++) {
                double a = accuracy[votes.labeler()[at]];
                first += Math.log(votes.first()[at] ? a : 1 - a);
                second += Math.log(votes.first()[at] ? 1 - a : a);
            }
            double most = Math.max(first, second);
            sum += most + Math.log1p(Math.exp(Math.min(first, second) - most));
        }
        return sum;
    }

    private static double logit(double a) {
        return Math.log(a / (1 - a));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
