package hone.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The values that were asked for last, up to a number of them; which others there were, it forgets. For what never changes under
 * its key, or what its owner takes out when it does.
 */
public final class Recent<K, V> {
    private final Map<K, V> values;

    public Recent(int max) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > max;
            }
        };
    }

    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    public synchronized void put(K key, V value) {
        values.put(key, value);
    }

    public synchronized void remove(K key) {
        values.remove(key);
    }

    public synchronized void removeIf(Predicate<V> gone) {
        values.values().removeIf(gone);
    }

    /** Made outside the lock: two at a time may make the same, and the later one stays. */
    public V get(K key, Function<K, V> maker) {
        return get(key).orElseGet(() -> {
            V made = maker.apply(key);
            put(key, made);
            return made;
        });
    }
}
