package hone.bench.stats;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Simulated votes or labels, three numbers a row. The same seed makes the same rows, so that the process that computes makes them
 * itself, and peers read them from a file.
 *
 * @param first model a of a vote, or the item of a label
 * @param second model b, or the worker
 * @param third 2 when a won, 1 when the two were level, 0 when b won; or the label
 */
record Rows(int[] first, int[] second, int[] third) {
    static final int MODELS = 50;
    static final int WORKERS = 2_000;
    static final int CLASSES = 4;
    static final int GRADES = 5;
    static final int LABELS_PER_ITEM = 5;
    private static final double TIES = 0.15;
    private static final long SEED = 20_261_129;

    /** Of 50 models whose log-strengths are normal, two at a time. */
    static Rows votes(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] strength = new double[MODELS];
        Arrays.setAll(strength, i -> random.nextGaussian());
        Rows rows = empty(n);
        for (int v = 0; v < n; v++) {
            int a = random.nextInt(MODELS);
            int b = (a + 1 + random.nextInt(MODELS - 1)) % MODELS;
            boolean wins = random.nextDouble() < 1 / (1 + Math.exp(strength[b] - strength[a]));
            rows.set(v, a, b, random.nextDouble() < TIES ? 1 : wins ? 2 : 0);
        }
        return rows;
    }

    /** Five labels an item; a worker knows the class with a probability between 0.3 and 0.9, and guesses otherwise. */
    static Rows labels(int n) {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        double[] knows = random.doubles(WORKERS, 0.3, 0.9).toArray();
        Rows rows = empty(n);
        int truth = 0;
        for (int at = 0; at < n; at++) {
            if (at % LABELS_PER_ITEM == 0) {
                truth = random.nextInt(CLASSES);
            }
            int worker = random.nextInt(WORKERS);
            int label = random.nextDouble() < knows[worker] ? truth : random.nextInt(CLASSES);
            rows.set(at, at / LABELS_PER_ITEM, worker, label);
        }
        return rows;
    }

    /** Five grades an item, each off by one or more with a probability of a half. */
    static Rows grades(int n) {
        SplittableRandom random = new SplittableRandom(SEED + 2);
        Rows rows = empty(n);
        double truth = 0;
        for (int at = 0; at < n; at++) {
            if (at % LABELS_PER_ITEM == 0) {
                truth = random.nextDouble(GRADES);
            }
            int grade = (int) Math.clamp(Math.floor(truth + 0.8 * random.nextGaussian()), 0, GRADES - 1);
            rows.set(at, at / LABELS_PER_ITEM, random.nextInt(WORKERS), grade);
        }
        return rows;
    }

    private static Rows empty(int n) {
        return new Rows(new int[n], new int[n], new int[n]);
    }

    private void set(int row, int a, int b, int c) {
        first[row] = a;
        second[row] = b;
        third[row] = c;
    }

    void write(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("first,second,third\n");
            for (int row = 0; row < first.length; row++) {
                out.write(first[row] + "," + second[row] + "," + third[row] + "\n");
            }
        }
    }
}
