package hone.evaluation.agreement;

import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How many items got each different set of ratings. Agreement asks for nothing else about them, so a million items that come by
 * one after the other leave a few dozen counts.
 */
public final class RatingSets {
    private final int classes;
    private final Map<IntBuffer, long[]> timesBySet = new LinkedHashMap<>();
    private long items;

    public RatingSets(int classes) {
        this.classes = classes;
    }

    /** @param ratings how often an item was given each class; an item with fewer than two ratings counts for nothing */
    public void add(int[] ratings) {
        int given = 0;
        for (int of : ratings) {
            given += of;
        }
        if (given < 2) {
            return;
        }
        items++;
        long[] times = timesBySet.get(IntBuffer.wrap(ratings));
        if (times == null) {
            times = new long[1];
            timesBySet.put(IntBuffer.wrap(ratings.clone()), times);
        }
        times[0]++;
    }

    int classes() {
        return classes;
    }

    /** Items with two ratings or more. */
    public long items() {
        return items;
    }

    /** Each set, with how many items have it, in the order in which they were first seen. */
    void each(BiConsumer<int[], Long> set) {
        timesBySet.forEach((ratings, times) -> set.accept(ratings.array(), times[0]));
    }
}
