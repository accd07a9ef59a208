package hone.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A cache of the most recently used values, up to a number of them. For values that never change under their key, or that their
 * owner removes when they do.
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

    /** The maker runs outside the lock: two callers may make the same value at the same time, and the later one stays. */
    public V get(K key, Function<K, V> maker) {
        return get(key).orElseGet(() -> {
            V made = maker.apply(key);
            put(key, made);
            return made;
        });
    }
}
