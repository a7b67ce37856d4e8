package dev.millrace.pipeline;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings of a node as plain, ordered JSON values: String, Boolean, Long, BigDecimal, List, Map with String keys, or
 * absent. Half-filled settings are allowed: Resolve turns them into a typed record or says what is missing.
 */
public record Settings(Map<String, Object> values) {
    public static final Settings EMPTY = new Settings(Map.of());

    public Settings {
        values = freezeMap(values);
    }

    public static Settings of(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Settings(map);
    }

    public Optional<Object> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The same settings with one value set; a null value removes it. */
    public Settings with(String name, Object value) {
        var map = new LinkedHashMap<>(values);
        if (value == null) {
            map.remove(name);
        } else {
            map.put(name, value);
        }
        return new Settings(map);
    }

    private static Map<String, Object> freezeMap(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((name, value) -> {
            if (value != null) {
                copy.put((String) name, freeze(value));
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static Object freeze(Object value) {
        return switch (value) {
            case String s -> s;
            case Boolean b -> b;
            case Integer i -> Long.valueOf(i);
            case Long l -> l;
            case Double d -> BigDecimal.valueOf(d);
            case BigDecimal d -> d.scale() == 0 ? freeze(d.unscaledValue()) : d;
            case BigInteger b -> b.bitLength() < 64 ? (Object) b.longValue() : new BigDecimal(b);
            case Map<?, ?> m -> freezeMap(m);
            case List<?> l -> l.stream().filter(Objects::nonNull).map(Settings::freeze).toList();
            default -> throw new IllegalArgumentException("A setting cannot hold a " + value.getClass().getName());
        };
    }
}
