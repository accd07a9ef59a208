package hone.trainer.run;

import hone.contract.Wire;
import java.util.ArrayList;
import java.util.List;

/** Divides a list that may be long among events, none of which may be larger than a record of Kafka. */
public final class EventParts {
    private static final int BYTES_MAX = Wire.RECORD_BYTES_MAX / 2; // leaves room for the envelope

    private EventParts() {}

    /**
     * @param most items of one event
     * @return the items in their order; no part is empty
     */
    public static <T> List<List<T>> of(List<T> items, int most) {
        List<List<T>> parts = new ArrayList<>();
        List<T> part = new ArrayList<>();
        int bytes = 0;
        for (T item : items) {
            int more = Wire.bytes(item).length;
            if (!part.isEmpty() && (part.size() == most || bytes + more > BYTES_MAX)) {
                parts.add(List.copyOf(part));
                part.clear();
                bytes = 0;
            }
            part.add(item);
            bytes += more;
        }
        if (!part.isEmpty()) {
            parts.add(List.copyOf(part));
        }
        return parts;
    }
}
