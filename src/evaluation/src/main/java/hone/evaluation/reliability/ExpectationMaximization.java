package hone.evaluation.reliability;

import hone.evaluation.Labels;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * EM for {@link DawidSkene}. One pass over the labels does both halves of a step: an item's probabilities are computed from the last
 * errors, as logarithms because a product of many would be 0, and go at once into the sums for the next ones. Items are divided
 * into a fixed number of blocks, so the sums, and with them the result, are the same on any number of processors.
 */
final class ExpectationMaximization {
    private static final int BLOCKS = 4;

    private final Labels labels;
    private final DawidSkene.Stop stop;
    private final int classes;
    private final double[] posteriors; // (items · classes)
    private final double[] priors; // (classes)
    private final double[]
            errors; // (workers · said classes · true classes): a label's row is all that it says of its item
    private final double[] logErrors;
    private final double[][] counts = new double[BLOCKS][]; // of a block: as errors, not yet divided

    ExpectationMaximization(Labels labels, DawidSkene.Stop stop) {
        this.labels = labels;
        this.stop = stop;
        classes = labels.classes();
        posteriors = new double[labels.items() * classes];
        priors = new double[classes];
        errors = new double[labels.workers() * classes * classes];
        logErrors = new double[errors.length];
        Arrays.setAll(counts, block -> new double[errors.length]);
    }

    /** @param start (items · classes) probabilities to begin with; of items without labels they count for nothing */
    DawidSkene from(double[] start) {
        System.arraycopy(start, 0, posteriors, 0, start.length);
        blocks(block -> {
            Arrays.fill(counts[block], 0);
            for (int item = first(block); item < first(block + 1); item++) {
                count(item, counts[block]);
            }
            return 0;
        });
        maximize();
        double likelihood = Double.NEGATIVE_INFINITY;
        int steps = 0;
        while (true) {
            double[] logPriors = Arrays.stream(priors).map(Math::log).toArray();
            double found = blocks(block -> {
                Arrays.fill(counts[block], 0);
                double sum = 0;
                for (int item = first(block); item < first(block + 1); item++) {
                    sum += expect(item, logPriors);
                    count(item, counts[block]);
                }
                return sum;
            });
            // The likelihood is that of the errors the pass began with, so they are kept when it rises no more.
            if (steps >= stop.stepsMax() || found - likelihood < stop.gainPerLabel() * labels.size()) {
                return new DawidSkene(classes, posteriors, priors, byTrueClass(), found, steps);
            }
            likelihood = found;
            maximize();
            steps++;
        }
    }

    private interface Pass {
        double over(int block);
    }

    private double blocks(Pass pass) {
        double[] sums = new double[BLOCKS];
        IntStream.range(0, BLOCKS).parallel().forEach(block -> sums[block] = pass.over(block));
        return Arrays.stream(sums).sum();
    }

    private int first(int block) {
        return (int) ((long) labels.items() * block / BLOCKS);
    }

    /** An item's probabilities, given the errors; returns its log-likelihood. */
    private double expect(int item, double[] logPriors) {
        int row = item * classes;
        System.arraycopy(logPriors, 0, posteriors, row, classes);
        for (int at = labels.start(item); at < labels.start(item + 1); at++) {
            int said = (labels.worker(at) * classes + labels.label(at)) * classes;
            for (int c = 0; c < classes; c++) {
                posteriors[row + c] += logErrors[said + c];
            }
        }
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            most = Math.max(most, posteriors[row + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            posteriors[row + c] = Math.exp(posteriors[row + c] - most);
            sum += posteriors[row + c];
        }
        for (int c = 0; c < classes; c++) {
            posteriors[row + c] /= sum;
        }
        return most + Math.log(sum);
    }

    private void count(int item, double[] into) {
        int row = item * classes;
        for (int at = labels.start(item); at < labels.start(item + 1); at++) {
            int said = (labels.worker(at) * classes + labels.label(at)) * classes;
            for (int c = 0; c < classes; c++) {
                into[said + c] += posteriors[row + c];
            }
        }
    }

    /** Priors and errors from the counts of all blocks. */
    private void maximize() {
        Arrays.fill(errors, 0);
        for (double[] block : counts) {
            for (int i = 0; i < errors.length; i++) {
                errors[i] += block[i];
            }
        }
        double[] met = new double[classes];
        for (int worker = 0; worker < labels.workers(); worker++) {
            int of = worker * classes * classes;
            Arrays.fill(met, 0);
            for (int i = 0; i < classes * classes; i++) {
                met[i % classes] += errors[of + i];
            }
            for (int i = 0; i < classes * classes; i++) {
                double sum = met[i % classes];
                errors[of + i] = sum > 0 ? errors[of + i] / sum : 1.0 / classes;
                logErrors[of + i] = Math.log(errors[of + i]);
            }
        }
        Arrays.fill(priors, 0);
        double items = 0;
        for (int item = 0; item < labels.items(); item++) {
            if (labels.count(item) == 0) {
                continue;
            }
            items++;
            for (int c = 0; c < classes; c++) {
                priors[c] += posteriors[item * classes + c];
            }
        }
        for (int c = 0; c < classes; c++) {
            priors[c] /= items;
        }
    }

    private double[] byTrueClass() {
        double[] turned = new double[errors.length];
        for (int worker = 0; worker < labels.workers(); worker++) {
            int of = worker * classes * classes;
            for (int said = 0; said < classes; said++) {
                for (int c = 0; c < classes; c++) {
                    turned[of + c * classes + said] = errors[of + said * classes + c];
                }
            }
        }
        return turned;
    }
}
