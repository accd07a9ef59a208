package hone.bench.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Seeded randomness, the same on every Java and machine, so that a corpus can be reproduced byte for byte. The numbers are
 * SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
 */
public final class Dice {
    private long state;

    public Dice(long seed) {
        state = seed;
    }

    /** Separate dice for a part of the work, so that one part's draws don't shift another's. */
    public static Dice of(long seed, String part) {
        return new Dice(seed * 1_000_003 + HoldOut.crc(part));
    }

    public long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A share in [0, 1). */
    public double share() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    public boolean chance(double probability) {
        return share() < probability;
    }

    /** A number in [0, bound). */
    public int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("nothing lies in [0, " + bound + ")");
        }
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }

    /** A number from low to high, both included. */
    public int between(int low, int high) {
        return low + below(high - low + 1);
    }

    public <T> T pick(List<? extends T> some) {
        return some.get(below(some.size()));
    }

    @SafeVarargs
    public final <T> T pick(T first, T... others) {
        int which = below(others.length + 1);
        return which == 0 ? first : others[which - 1];
    }

    /** Picks one that is not this one. */
    public <T> T pickOther(List<? extends T> some, T not) {
        T picked = pick(some);
        while (picked.equals(not)) {
            picked = pick(some);
        }
        return picked;
    }

    /** This many different ones, in random order. */
    public <T> List<T> sample(List<? extends T> some, int count) {
        List<T> mixed = shuffled(some);
        return List.copyOf(mixed.subList(0, count));
    }

    public <T> List<T> shuffled(List<? extends T> some) {
        List<T> mixed = new ArrayList<>(some);
        for (int i = mixed.size(); i > 1; i--) {
            Collections.swap(mixed, i - 1, below(i));
        }
        return mixed;
    }
}
