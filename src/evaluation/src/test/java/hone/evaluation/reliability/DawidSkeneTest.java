package hone.evaluation.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Labels;
import hone.evaluation.Measure;
import hone.evaluation.reliability.DawidSkene.Stop;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DawidSkeneTest {
    private static final int ITEMS = 300;
    private static final int WORKERS = 9;
    private static final int CLASSES = 3;

    /** Five workers and five items of crowd-kit's tests; −1 where nobody said anything. */
    @Test
    void toyExampleOfCrowdKitHasItsProbabilities() {
        int[][] said = {{0, 1, 1, 1, 1}, {1, 1, 0, 1, 0}, {-1, 1, 0, 1, 0}, {1, 0, 1, 1, 0}, {0, 0, 0, 1, 0}};
        int[] item = new int[24];
        int[] worker = new int[24];
        int[] label = new int[24];
        int n = 0;
        for (int w = 0; w < 5; w++) {
            for (int i = 0; i < 5; i++) {
                if (said[w][i] >= 0) {
                    item[n] = i;
                    worker[n] = w;
                    label[n++] = said[w][i];
                }
            }
        }

        DawidSkene found = fit(Labels.of(5, 5, 2, item, worker, label));

        assertThat(found.priors()).containsExactly(new double[] {0.4, 0.6}, within(1e-6));
        assertThat(found.logLikelihood()).isCloseTo(-10.47998021, within(1e-6));
        assertThat(found.error(3, 1, 0)).isCloseTo(1 / 3.0, within(1e-6));
        assertThat(new int[] {found.label(0), found.label(1), found.label(2), found.label(3), found.label(4)})
                .containsExactly(1, 1, 0, 1, 0);
    }

    @Test
    void likelihoodNeverFalls() {
        Labels labels = World.drawn(1).labels();
        double before = Double.NEGATIVE_INFINITY;

        for (int steps = 0; steps < 40; steps++) {
            double likelihood = value(DawidSkene.of(labels, new Stop(0, steps))).logLikelihood();

            assertThat(likelihood).isGreaterThanOrEqualTo(before - 1e-9);
            before = likelihood;
        }
    }

    @Test
    void likelihoodIsThatOfItsFormula() {
        Labels labels = World.drawn(2).labels();

        DawidSkene found = fit(labels);

        double sum = 0;
        for (int item = 0; item < ITEMS; item++) {
            double ofItem = 0;
            for (int c = 0; c < CLASSES; c++) {
                double product = found.priors()[c];
                for (int at = labels.start(item); at < labels.start(item + 1); at++) {
                    product *= found.error(labels.worker(at), c, labels.label(at));
                }
                ofItem += product;
            }
            sum += Math.log(ofItem);
        }
        assertThat(found.logLikelihood()).isCloseTo(sum, within(1e-6));
    }

    @Test
    void truthIsFoundWhereMostWorkersGuess() {
        World world = World.drawn(3);

        DawidSkene found = fit(world.labels());

        int right = 0;
        int rightByMajority = 0;
        int[] counts = new int[CLASSES];
        for (int item = 0; item < ITEMS; item++) {
            right += found.label(item) == world.truth[item] ? 1 : 0;
            world.labels().countByClass(item, counts);
            int majority = counts[0] >= Math.max(counts[1], counts[2]) ? 0 : counts[1] >= counts[2] ? 1 : 2;
            rightByMajority += majority == world.truth[item] ? 1 : 0;
        }
        assertThat(right).isGreaterThan(rightByMajority).isGreaterThan(ITEMS * 9 / 10);
        assertThat(found.accuracy(0)).isGreaterThan(0.85);
        assertThat(found.accuracy(WORKERS - 1)).isLessThan(0.55);
    }

    @Test
    void namesOfItemsWorkersAndClassesDoNotMatter() {
        World world = World.drawn(4);
        int[] called = {2, 0, 1};
        Labels renamed = world.renamed(called);

        DawidSkene found = fit(world.labels());
        DawidSkene other = fit(renamed);

        assertThat(other.logLikelihood()).isCloseTo(found.logLikelihood(), within(1e-6));
        for (int c = 0; c < CLASSES; c++) {
            assertThat(other.priors()[called[c]]).isCloseTo(found.priors()[c], within(1e-5));
            for (int said = 0; said < CLASSES; said++) {
                assertThat(other.error(WORKERS - 1 - 2, called[c], called[said]))
                        .isCloseTo(found.error(2, c, said), within(1e-5));
            }
            for (int item = 0; item < ITEMS; item++) {
                assertThat(other.posterior(ITEMS - 1 - item, called[c]))
                        .isCloseTo(found.posterior(item, c), within(1e-4));
            }
        }
    }

    @Test
    void furtherStartsNeverEndWorseAndTheSeedRepeatsThem() {
        Labels labels = World.drawn(5).labels();

        DawidSkene best = value(DawidSkene.ofStarts(labels, Stop.CONVERGED, 5, 1));

        assertThat(best.logLikelihood()).isGreaterThanOrEqualTo(fit(labels).logLikelihood());
        assertThat(value(DawidSkene.ofStarts(labels, Stop.CONVERGED, 5, 1)).posteriors())
                .isEqualTo(best.posteriors());
    }

    @Test
    void itemWithoutLabelsHasThePriorsAndCountsForNothing() {
        Labels labels = Labels.of(3, 2, 2, new int[] {0, 0, 2, 2}, new int[] {0, 1, 0, 1}, new int[] {0, 0, 1, 1});

        DawidSkene found = fit(labels);

        assertThat(found.priors()).containsExactly(new double[] {0.5, 0.5}, within(1e-12));
        assertThat(found.posterior(1, 0)).isCloseTo(0.5, within(1e-12));
        assertThat(found.logLikelihood()).isCloseTo(2 * Math.log(0.5), within(1e-12));
    }

    @Test
    void whatDefinesNothingSaysWhy() {
        assertThat(DawidSkene.of(Labels.of(0, 0, 2, new int[0], new int[0], new int[0]), Stop.CONVERGED))
                .isEqualTo(Measure.undefined("there are no labels"));
        assertThat(DawidSkene.of(
                        Labels.of(2, 1, 2, new int[] {0, 1}, new int[] {0, 0}, new int[] {0, 1}), Stop.CONVERGED))
                .isEqualTo(Measure.undefined("no item has two labels, so nobody can be compared with anybody"));
        assertThat(DawidSkene.of(
                        Labels.of(1, 3, 5000, new int[] {0, 0}, new int[] {0, 1}, new int[] {0, 1}), Stop.CONVERGED))
                .isInstanceOf(Measure.Undefined.class);
    }

    @Test
    void everybodySayingTheSameIsDefined() {
        DawidSkene found = fit(Labels.of(1, 3, 2, new int[] {0, 0, 0}, new int[] {0, 1, 2}, new int[] {1, 1, 1}));

        assertThat(found.posterior(0, 1)).isEqualTo(1);
        assertThat(found.logLikelihood()).isEqualTo(0);
        assertThat(found.errors()).doesNotContain(Double.NaN);
    }

    /** Three workers who know, six who mostly guess; each item has five labels. */
    private record World(int[] truth, int[] item, int[] worker, int[] label) {
        static World drawn(long seed) {
            Random random = new Random(seed);
            World world = new World(new int[ITEMS], new int[5 * ITEMS], new int[5 * ITEMS], new int[5 * ITEMS]);
            for (int i = 0; i < ITEMS; i++) {
                world.truth[i] = random.nextInt(CLASSES);
                int first = random.nextInt(WORKERS);
                for (int j = 0; j < 5; j++) {
                    int at = 5 * i + j;
                    world.item[at] = i;
                    world.worker[at] = (first + 2 * j) % WORKERS;
                    double knows = world.worker[at] < 3 ? 0.93 : 0.15;
                    world.label[at] = random.nextDouble() < knows ? world.truth[i] : random.nextInt(CLASSES);
                }
            }
            return world;
        }

        Labels labels() {
            return Labels.of(ITEMS, WORKERS, CLASSES, item, worker, label);
        }

        Labels renamed(int[] classes) {
            int n = item.length;
            int[] items = new int[n];
            int[] workers = new int[n];
            int[] labels = new int[n];
            for (int at = 0; at < n; at++) {
                items[at] = ITEMS - 1 - item[at];
                workers[at] = WORKERS - 1 - worker[at];
                labels[at] = classes[label[at]];
            }
            return Labels.of(ITEMS, WORKERS, CLASSES, items, workers, labels);
        }
    }

    private static DawidSkene fit(Labels labels) {
        return value(DawidSkene.of(labels, Stop.CONVERGED));
    }

    private static DawidSkene value(Measure<DawidSkene> measure) {
        return measure.toOptional().orElseThrow(() -> new AssertionError(measure));
    }
}
