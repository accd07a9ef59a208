package hone.evaluation.bootstrap;

import java.util.random.RandomGenerator;

/**
 * How many of n trials succeed: an exact draw from the binomial distribution. Few expected successes are drawn by inversion, many
 * by transformed rejection, which takes the same time however many there are (Hörmann 1993, The generation of binomial random
 * variates, algorithm BTRS).
 */
final class Binomial {
    private static final double MANY = 10;

    private Binomial() {}

    static long draw(RandomGenerator random, long n, double p) {
        if (n == 0 || p <= 0) {
            return 0;
        }
        if (p >= 1) {
            return n;
        }
        if (p > 0.5) {
            return n - draw(random, n, 1 - p);
        }
        return n * p < MANY ? byInversion(random, n, p) : byRejection(random, n, p);
    }

    /** Subtracts P(0), P(1), … from a uniform number until it is used up. */
    private static long byInversion(RandomGenerator random, long n, double p) {
        double odds = p / (1 - p);
        double probability = Math.exp(n * Math.log1p(-p));
        double left = random.nextDouble();
        long successes = 0;
        while (left > probability && successes < n) {
            left -= probability;
            successes++;
            probability *= odds * (n - successes + 1) / successes;
        }
        return successes;
    }

    private static long byRejection(RandomGenerator random, long n, double p) {
        double deviation = Math.sqrt(n * p * (1 - p));
        double b = 1.15 + 2.53 * deviation;
        double a = -0.0873 + 0.0248 * b + 0.01 * p;
        double centre = n * p + 0.5;
        double quick = 0.92 - 4.2 / b;
        double alpha = (2.83 + 5.1 / b) * deviation;
        double logOdds = Math.log(p / (1 - p));
        long mode = (long) Math.floor((n + 1) * p);
        double logOfMode = logFactorial(mode) + logFactorial(n - mode);
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble();
            double us = 0.5 - Math.abs(u);
            long k = (long) Math.floor((2 * a / us + b) * u + centre);
            if (k < 0 || k > n) {
                continue;
            }
            if (us >= 0.07 && v <= quick) {
                return k;
            }
            double log = Math.log(v * alpha / (a / (us * us) + b));
            if (log <= logOfMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds) {
                return k;
            }
        }
    }

    /** ln k! by Stirling's series, whose error from 10 on is below 1e-11; the few before are multiplied out. */
    private static double logFactorial(long k) {
        if (k < 10) {
            double product = 1;
            for (long i = 2; i <= k; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double x = k + 1.0;
        double inverse = 1 / x;
        double square = inverse * inverse;
        return (x - 0.5) * Math.log(x)
                - x
                + 0.5 * Math.log(2 * Math.PI)
                + inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    }
}
