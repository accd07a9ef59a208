package hone.web;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The share of the time that all background work together may take, found by what labelers feel: it is as large as it can be while
 * nineteen of twenty of their requests take no longer than 1.2 times what nineteen of twenty undisturbed ones take. Each request
 * beside background work changes the share: one that takes longer makes it 3 % smaller, any other nineteen times less larger, so the
 * two cancel out exactly when one of twenty takes longer (a weighted up-down staircase). Nothing has to be tuned to how many
 * people label: with many it follows within a second, with few it is as slow as its knowledge.
 */
final class BackgroundShare {
    /** A background work always comes to its end; at this share nineteen of twenty requests don’t meet it at all. */
    static final double LEAST = 0.03;

    /** While too little is known of undisturbed requests: a few people, for whom there are processors enough. */
    static final double AT_FIRST = 0.5;

    private static final double LONGER_MAX = 1.2;
    private static final double DOWN = 0.03;
    private static final double UP = DOWN / 19;

    /** What labelers wait for; each sort has times of its own. */
    enum Sort {
        PAGE,
        FORM
    }

    private final Map<Sort, Undisturbed> undisturbed = new EnumMap<>(Sort.class);
    private double share = AT_FIRST;

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
        OptionalLong usual = of(sort).p95(now);
        if (usual.isEmpty()) {
            return;
        }
        boolean isLonger = nanos > usual.getAsLong() * LONGER_MAX;
        share = Math.clamp(share * (isLonger ? 1 - DOWN : 1 + UP), LEAST, 1);
    }

    private Undisturbed of(Sort sort) {
        return Objects.requireNonNull(undisturbed.get(sort));
    }
}
