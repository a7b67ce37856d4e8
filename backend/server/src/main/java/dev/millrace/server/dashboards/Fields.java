package dev.millrace.server.dashboards;

import dev.millrace.document.DocumentRefused;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A map of a document, read field by field; what nobody asked for is refused at the end, with its place. */
final class Fields {
    private static final int LONGEST_SHOWN = 40;

    private final String path;
    private final Map<?, ?> map;
    private final Function<String, String> places;
    private final Set<String> read = new HashSet<>();

    /** @param places gives for a path where it stands in the text, or nothing */
    Fields(String path, Object value, Function<String, String> places) {
        this.path = path;
        this.places = places;
        if (!(value instanceof Map<?, ?> fields)) {
            throw new DocumentRefused(places.apply(path) + (path.isEmpty() ? "A dashboard" : path) + " is a map of names and values");
        }
        this.map = fields;
    }

    DocumentRefused refused(String field, String why) {
        String at = at(field);
        return new DocumentRefused(places.apply(at) + at + ": " + why);
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private Object get(String field) {
        read.add(field);
        return map.get(field);
    }

    boolean has(String field) {
        return map.get(field) != null;
    }

    Optional<String> text(String field, int longest) {
        Object value = get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw refused(field, "it must be a text; put it in quotes");
        }
        if (text.length() > longest) {
            throw refused(field, "it has " + text.length() + " characters; at most " + longest + " are allowed");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            throw refused(field, "it has a control character, which nobody can see; leave it out");
        }
        return Optional.of(text);
    }

    String requiredText(String field, int longest) {
        String text = text(field, longest).map(String::strip).orElse("");
        if (text.isEmpty()) {
            throw refused(field, "it is missing");
        }
        return text;
    }

    int whole(String field, int least, int most, Optional<Integer> preset) {
        Object value = get(field);
        if (value == null && preset.isPresent()) {
            return preset.get();
        }
        if (!(value instanceof Number number) || value instanceof BigDecimal d && d.stripTrailingZeros().scale() > 0 || value instanceof Double || value instanceof Float
                || number.doubleValue() < least || number.doubleValue() > most) {
            throw refused(field, "a whole number from " + least + " to " + most + (value == null ? " is missing" : " is needed, not '" + shortened(String.valueOf(value)) + "'"));
        }
        return number.intValue();
    }

    Optional<Double> number(String field) {
        Object value = get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            throw refused(field, "a number is needed, not '" + shortened(String.valueOf(value)) + "'");
        }
        return Optional.of(number.doubleValue());
    }

    boolean flag(String field) {
        Object value = get(field);
        if (value != null && !(value instanceof Boolean)) {
            throw refused(field, "it is true or false, not '" + shortened(String.valueOf(value)) + "'");
        }
        return Boolean.TRUE.equals(value);
    }

    /** @param read gives nothing for a word that is none @param allowed all words, for people */
    <T> Optional<T> word(String field, Function<String, Optional<T>> read, List<String> allowed) {
        return text(field, 200).map(word -> read.apply(word)
                .orElseThrow(() -> refused(field, "'" + shortened(word) + "' is not known; it is one of " + String.join(", ", allowed))));
    }

    Fields inner(String field) {
        return new Fields(at(field), Optional.ofNullable(get(field)).orElseThrow(() -> refused(field, "it is missing")), places);
    }

    List<?> list(String field, int most) {
        Object value = get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw refused(field, "it is a list");
        }
        if (list.size() > most) {
            throw refused(field, "it has " + list.size() + " entries; at most " + most + " are allowed");
        }
        return list;
    }

    Fields entry(String field, int index, Object value) {
        return new Fields(at(field) + "[" + index + "]", value, places);
    }

    /** Refuses what was not asked for. */
    void end() {
        map.keySet().stream().map(String::valueOf).filter(name -> !read.contains(name)).findFirst().ifPresent(name -> {
            throw refused(shortened(name), "nothing of this name is known here; there is " + String.join(", ", read.stream().sorted().toList()));
        });
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN - 1) + "…";
    }
}
