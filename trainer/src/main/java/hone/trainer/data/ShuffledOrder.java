package hone.trainer.data;

import java.util.Random;

/**
 * An endless order over n things: every epoch goes through all of them, shuffled by seed and epoch alone. Any position can be
 * computed, so resuming needs no state but the position.
 */
public final class ShuffledOrder {
    private final int size;
    private final long seed;
    private long epochInHand = -1;
    private int[] order = {};

    public ShuffledOrder(int size, long seed) {
        this.size = size;
        this.seed = seed;
    }

    /** Which thing is at the given position, counted from 0. */
    public int at(long place) {
        long epoch = place / size;
        if (epoch != epochInHand) {
            order = shuffled(size, new Random(mix(seed, epoch)));
            epochInHand = epoch;
        }
        return order[(int) (place % size)];
    }

    /** The numbers from 0 in an order that the seed determines. */
    public static int[] shuffled(int size, long seed) {
        return shuffled(size, new Random(seed));
    }

    /** Fisher-Yates, with a generator whose results are fixed by Java's specification. */
    static int[] shuffled(int size, Random random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** A seed for each (seed, number), so that neighbours have nothing in common. SplitMix64's finalizer. */
    public static long mix(long seed, long number) {
        long z = seed + (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
