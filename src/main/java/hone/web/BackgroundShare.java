package hone.web;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The share of the time that all background work together may take, found by what labelers feel: it is as large as it can be while
 * thirty-nine of forty of their requests take no longer than 1.5 times what nineteen of twenty undisturbed ones take. Each request
 * beside background work changes the share: one that takes longer makes it smaller, any other 39 times less larger, so the
 * two cancel out exactly when one of forty takes longer (a weighted up-down staircase). How much follows from how many there are: a
 * second of requests that all take longer halves the share, and it takes forty seconds to double. Larger steps went up to where the
 * machine is full and far down from there, again and again, and each time labelers waited for most of a second.
 */
final class BackgroundShare {
    /** A background work always comes to its end; at this share nineteen of twenty requests don’t meet it at all. */
    static final double LEAST = 0.03;

    /** While too little is known of undisturbed requests: a few people, for whom there are processors enough. */
    static final double AT_FIRST = 0.5;

    /**
     * Of the time, beside many people: the rest is room for what comes by itself, such as a vacuum after many rows. Beside few it is
     * more, up to half.
     */
    static final double BESIDE_MANY = 0.06;

    private static final double LONGER_MAX = 1.5;
    /** How many requests that are quick enough outweigh one that takes longer. */
    private static final double QUICK_FOR_LONG = 39;

    /** With fewer a second, what each of them says counts no more. */
    private static final double PER_SECOND_MIN = 5;

    private static final long SECOND_NANOS = 1_000_000_000;

    /** What labelers wait for; each sort has times of its own. */
    enum Sort {
        PAGE,
        FORM
    }

    private final Map<Sort, Undisturbed> undisturbed = new EnumMap<>(Sort.class);
    private double share = AT_FIRST;
    private double perSecond = PER_SECOND_MIN;
    private long second;
    private int inThisSecond;

    BackgroundShare() {
        for (Sort sort : Sort.values()) {
            undisturbed.put(sort, new Undisturbed());
        }
    }

    double now() {
        return share;
    }

    /** A request that no background work was beside. */
    void undisturbed(Sort sort, long now, long nanos) {
        of(sort).add(now, nanos);
    }

    /** Any request that was answered while background work went on, whether it met a piece of it or a rest. */
    void beside(Sort sort, long now, long nanos) {
        count(now);
        OptionalLong usual = of(sort).p95(now);
        if (usual.isEmpty()) {
            return;
        }
        boolean isLonger = nanos > usual.getAsLong() * LONGER_MAX;
        double halving = 1 - Math.pow(0.5, 1 / perSecond);
        share = Math.clamp(share * (isLonger ? 1 - halving : 1 + halving / QUICK_FOR_LONG), LEAST, most());
    }

    private double most() {
        return Math.max(BESIDE_MANY, AT_FIRST * PER_SECOND_MIN / perSecond);
    }

    private void count(long now) {
        if (now / SECOND_NANOS != second) {
            second = now / SECOND_NANOS;
            perSecond = Math.max(PER_SECOND_MIN, (perSecond + inThisSecond) / 2);
            inThisSecond = 0;
        }
        inThisSecond++;
    }

    private Undisturbed of(Sort sort) {
        return Objects.requireNonNull(undisturbed.get(sort));
    }
}
