package hone.evaluation.ranking;

import hone.evaluation.Measure;
import java.util.Arrays;

/**
 * Newton's method for the concave log-likelihood of {@link BradleyTerry}. The second derivatives are those of a graph whose edges
 * are the pairs, so a step is found by conjugate gradients over the pairs and no matrix is ever written down.
 */
final class BradleyTerryFit {
    private static final int STEPS_MAX = 200;
    private static final double SMALLEST_STEP = 1e-10;
    /** Below it rounding decides whether the likelihood rose, and Newton's step is good. */
    private static final double SMALL_STEP = 1e-5;

    private static final double ROUNDING = 1e-13;
    /** Of an item's votes: a gradient this small is what rounding leaves of it. */
    private static final double LEVEL = 1e-14;

    private static final double SOLVED = 1e-16; // of the squared residual; a Newton step need not be exact

    private final PairCounts counts;
    private final double[] votes; // of an item
    private final double[] winsOfA;
    private final double[] winsOfB;
    private final double[] strength;
    private final double[] gradient;
    private final double[] weight; // of a pair: its votes times σ(s_a − s_b) σ(s_b − s_a)
    private final double[] diagonal;

    BradleyTerryFit(PairCounts counts, double[] start) {
        this.counts = counts;
        votes = new double[counts.items];
        winsOfA = new double[counts.pairs()];
        winsOfB = new double[counts.pairs()];
        for (int p = 0; p < counts.pairs(); p++) {
            winsOfA[p] = counts.winsOfA(p);
            winsOfB[p] = counts.winsOfB(p);
            votes[counts.a[p]] += winsOfA[p] + winsOfB[p];
            votes[counts.b[p]] += winsOfA[p] + winsOfB[p];
        }
        strength = start.clone();
        gradient = new double[counts.items];
        weight = new double[counts.pairs()];
        diagonal = new double[counts.items];
    }

    Measure<BradleyTerry> run() {
        double likelihood = look(strength);
        for (int step = 0; step < STEPS_MAX; step++) {
            if (isLevel()) {
                return found(likelihood);
            }
            double[] direction = newtonStep();
            double length = largest(direction);
            double risen = climb(direction, length, likelihood);
            if (length < SMALLEST_STEP || Double.isNaN(risen)) {
                return found(likelihood);
            }
            likelihood = risen;
        }
        return Measure.undefined("the likelihood still rose after " + STEPS_MAX + " steps");
    }

    /** Goes along, by halves as long as the likelihood would fall; NaN where it can rise no further. */
    private double climb(double[] direction, double length, double likelihood) {
        double[] from = strength.clone();
        for (double share = 1; share > 1e-12; share /= 2) {
            for (int i = 0; i < strength.length; i++) {
                strength[i] = from[i] + share * direction[i];
            }
            double found = look(strength);
            if (found >= likelihood - ROUNDING * Math.abs(likelihood) || length < SMALL_STEP) {
                return found;
            }
        }
        System.arraycopy(from, 0, strength, 0, from.length);
        look(strength);
        return Double.NaN;
    }

    /** The log-likelihood; leaves its gradient and the pairs' weights. */
    private double look(double[] at) {
        Arrays.fill(gradient, 0);
        Arrays.fill(diagonal, 0);
        double likelihood = 0;
        for (int p = 0; p < weight.length; p++) {
            int a = counts.a[p];
            int b = counts.b[p];
            double difference = at[a] - at[b];
            double small = Math.exp(-Math.abs(difference));
            double larger = 1 / (1 + small);
            double lesser = small / (1 + small);
            double logLarger = -Math.log1p(small);
            double logLesser = logLarger - Math.abs(difference);
            double slope;
            if (difference >= 0) {
                likelihood += winsOfA[p] * logLarger + winsOfB[p] * logLesser;
                slope = winsOfA[p] * lesser - winsOfB[p] * larger;
            } else {
                likelihood += winsOfA[p] * logLesser + winsOfB[p] * logLarger;
                slope = winsOfA[p] * larger - winsOfB[p] * lesser;
            }
            gradient[a] += slope;
            gradient[b] -= slope;
            weight[p] = (winsOfA[p] + winsOfB[p]) * larger * lesser;
            diagonal[a] += weight[p];
            diagonal[b] += weight[p];
        }
        return likelihood;
    }

    /**
     * Solves H d = gradient by conjugate gradients, each item scaled by its diagonal entry. H does not see what is added to all
     * strengths alike; a cost on the mean of d keeps rounding from blowing that up.
     */
    private double[] newtonStep() {
        int n = strength.length;
        double ofMean = Arrays.stream(diagonal).average().orElseThrow();
        double[] direction = new double[n];
        double[] rest = gradient.clone();
        double[] scaled = new double[n];
        double[] search = new double[n];
        double[] product = new double[n];
        double before = scale(rest, scaled);
        double enough = before * SOLVED;
        System.arraycopy(scaled, 0, search, 0, n);
        for (int round = 0; round < 2 * n && before > enough; round++) {
            multiply(search, product, ofMean);
            double curvature = dot(search, product);
            if (!(curvature > 0)) {
                break;
            }
            double share = before / curvature;
            for (int i = 0; i < n; i++) {
                direction[i] += share * search[i];
                rest[i] -= share * product[i];
            }
            double after = scale(rest, scaled);
            for (int i = 0; i < n; i++) {
                search[i] = scaled[i] + after / before * search[i];
            }
            before = after;
        }
        return direction;
    }

    private double scale(double[] rest, double[] scaled) {
        for (int i = 0; i < rest.length; i++) {
            scaled[i] = rest[i] / diagonal[i];
        }
        return dot(rest, scaled);
    }

    private void multiply(double[] vector, double[] product, double ofMean) {
        Arrays.fill(product, ofMean * Arrays.stream(vector).average().orElseThrow());
        for (int p = 0; p < weight.length; p++) {
            double flow = weight[p] * (vector[counts.a[p]] - vector[counts.b[p]]);
            product[counts.a[p]] += flow;
            product[counts.b[p]] -= flow;
        }
    }

    private boolean isLevel() {
        for (int i = 0; i < strength.length; i++) {
            if (Math.abs(gradient[i]) > LEVEL * votes[i]) {
                return false;
            }
        }
        return true;
    }

    private Measure<BradleyTerry> found(double likelihood) {
        centre();
        return Measure.of(new BradleyTerry(strength, likelihood));
    }

    private void centre() {
        double mean = 0;
        for (double s : strength) {
            mean += s / strength.length;
        }
        for (int i = 0; i < strength.length; i++) {
            strength[i] -= mean;
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double largest(double[] of) {
        double largest = 0;
        for (double one : of) {
            largest = Math.max(largest, Math.abs(one));
        }
        return largest;
    }
}
