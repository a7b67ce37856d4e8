package dev.millrace.server.design;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last used values of something immutable; safe for many threads. */
final class Remembered<K, V> {
    private final Map<K, V> values;

    Remembered(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    synchronized void put(K key, V value) {
        values.put(key, value);
    }
}
