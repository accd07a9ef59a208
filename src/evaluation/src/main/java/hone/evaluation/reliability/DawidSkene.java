package hone.evaluation.reliability;

import hone.evaluation.Labels;
import hone.evaluation.Measure;
import java.util.SplittableRandom;

/**
 * What items truly are and how workers err, estimated together from labels alone: item i is of class c with probability p_c, and
 * worker w then says l with probability π_w(c, l), independently of all others (Dawid and Skene 1979, Maximum likelihood
 * estimation of observer error-rates using the EM algorithm). No smoothing, so what a worker never said of a class has
 * probability 0.
 *
 * @param classes how many there are
 * @param posteriors (items · classes) the probability that an item is of a class
 * @param priors (classes) p
 * @param errors (workers · true classes · said classes) π; of a class that a worker never met, 1 / classes for each
 * @param logLikelihood Σ_i ln Σ_c p_c Π π_w(c, l)
 * @param steps of EM that were taken
 */
public record DawidSkene(
        int classes, double[] posteriors, double[] priors, double[] errors, double logLikelihood, int steps) {
    /** Memory for the errors of all workers: 80 MB, a few times. */
    private static final long ERRORS_MAX = 10_000_000;

    private static final long POSTERIORS_MAX = 50_000_000; // 400 MB

    /**
     * When EM ends.
     *
     * @param gainPerLabel a step that raises the log-likelihood by less, divided by the number of labels, is the last
     * @param stepsMax the most steps
     */
    public record Stop(double gainPerLabel, int stepsMax) {
        /** As far as double precision leads. */
        public static final Stop CONVERGED = new Stop(1e-14, 5_000);
    }

    /** From the shares of labels that each item was given; EM finds the maximum that lies uphill from there. */
    public static Measure<DawidSkene> of(Labels labels, Stop stop) {
        return whyUndefined(labels)
                .flatMap(defined -> Measure.of(new ExpectationMaximization(defined, stop).from(shares(defined))));
    }

    /**
     * The likeliest of several starts: the label shares, and label shares mixed with as much that is random. The mixing keeps the
     * classes' names, which a wholly random start could exchange.
     */
    public static Measure<DawidSkene> ofStarts(Labels labels, Stop stop, int starts, long seed) {
        return of(labels, stop).map(fromShares -> {
            DawidSkene best = fromShares;
            SplittableRandom random = new SplittableRandom(seed);
            for (int start = 1; start < starts; start++) {
                DawidSkene found = new ExpectationMaximization(labels, stop).from(mixed(labels, random));
                best = found.logLikelihood > best.logLikelihood ? found : best;
            }
            return best;
        });
    }

    private static Measure<Labels> whyUndefined(Labels labels) {
        if (labels.size() == 0) {
            return Measure.undefined("there are no labels");
        }
        if (!labels.someItemHasTwo()) {
            return Measure.undefined("no item has two labels, so nobody can be compared with anybody");
        }
        if ((long) labels.workers() * labels.classes() * labels.classes() > ERRORS_MAX
                || (long) labels.items() * labels.classes() > POSTERIORS_MAX) {
            return Measure.undefined(labels.items() + " items and " + labels.workers() + " workers in "
                    + labels.classes() + " classes are more than are estimated");
        }
        return Measure.of(labels);
    }

    private static double[] shares(Labels labels) { // (items · classes)
        int classes = labels.classes();
        double[] shares = new double[labels.items() * classes];
        for (int item = 0; item < labels.items(); item++) {
            for (int at = labels.start(item); at < labels.start(item + 1); at++) {
                shares[item * classes + labels.label(at)] += 1.0 / labels.count(item);
            }
        }
        return shares;
    }

    private static double[] mixed(Labels labels, SplittableRandom random) {
        double[] mixed = shares(labels);
        int classes = labels.classes();
        double[] drawn = new double[classes];
        for (int item = 0; item < labels.items(); item++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                drawn[c] = -Math.log(1 - random.nextDouble()); // uniform over shares once divided by the sum
                sum += drawn[c];
            }
            for (int c = 0; c < classes; c++) {
                mixed[item * classes + c] = (mixed[item * classes + c] + drawn[c] / sum) / 2;
            }
        }
        return mixed;
    }

    public double posterior(int item, int trueClass) {
        return posteriors[item * classes + trueClass];
    }

    /** How likely a worker says a class when another, or the same, is true. */
    public double error(int worker, int trueClass, int said) {
        return errors[(worker * classes + trueClass) * classes + said];
    }

    /** The most probable class of an item, the first of several that are equally probable. */
    public int label(int item) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = posterior(item, c) > posterior(item, best) ? c : best;
        }
        return best;
    }

    /** How likely a worker is right: Σ_c p_c π_w(c, c). */
    public double accuracy(int worker) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += priors[c] * error(worker, c, c);
        }
        return sum;
    }
}
