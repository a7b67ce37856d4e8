package dev.millrace.compile;

import dev.millrace.pipeline.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes one value inside settings by the path that a diagnostic names: "time", "columns[2].type". */
public final class SettingPath {
    private static final Pattern STEP = Pattern.compile("\\G\\.?([A-Za-z][A-Za-z0-9]*)|\\G\\[([0-9]{1,6})]");

    private SettingPath() {}

    /** The setting that the path begins with. */
    static String name(String path) {
        return steps(path).stream().findFirst().map(Object::toString).orElse(path);
    }

    /** Empty where there is no such place, or nothing in it. */
    public static Optional<Object> read(Settings settings, String path) {
        Object value = settings.values();
        for (Object step : steps(path)) {
            value = inside(value, step);
        }
        return Optional.ofNullable(value);
    }

    private static Object inside(Object place, Object step) {
        return switch (step) {
            case String name when place instanceof Map<?, ?> map -> map.get(name);
            case Integer index when place instanceof List<?> list && index < list.size() -> list.get(index);
            default -> null;
        };
    }

    /** Empty where there is no such place. */
    public static Optional<Settings> write(Settings settings, String path, Object value) {
        List<Object> steps = steps(path);
        return steps.isEmpty() ? Optional.empty() : replaced(settings.values(), steps, value).map(map -> new Settings(strings((Map<?, ?>) map)));
    }

    /** Without an entry of a list, "compute[1]"; empty where there is none. */
    static Optional<Settings> without(Settings settings, String entry) {
        int bracket = entry.lastIndexOf('[');
        if (bracket < 1 || !(read(settings, entry.substring(0, bracket)).orElse(null) instanceof List<?> list)
                || !(steps(entry).getLast() instanceof Integer index) || index >= list.size()) {
            return Optional.empty();
        }
        var rest = new ArrayList<Object>(list);
        rest.remove(index.intValue());
        return write(settings, entry.substring(0, bracket), rest);
    }

    private static Optional<Object> replaced(Object place, List<Object> steps, Object value) {
        if (steps.isEmpty()) {
            return Optional.of(value);
        }
        List<Object> rest = steps.subList(1, steps.size());
        return switch (steps.getFirst()) {
            case String name when place instanceof Map<?, ?> map -> replaced(map.get(name), rest, value).map(v -> {
                Map<String, Object> changed = strings(map);
                changed.put(name, v);
                return changed;
            });
            case Integer index when place instanceof List<?> list && index < list.size() -> replaced(list.get(index), rest, value).map(v -> {
                List<Object> changed = new ArrayList<>(list);
                changed.set(index, v);
                return changed;
            });
            default -> Optional.empty();
        };
    }

    /** Every text in the settings, by its path, in their order. */
    static SequencedMap<String, String> texts(Settings settings) {
        var found = new LinkedHashMap<String, String>();
        texts("", settings.values(), found);
        return found;
    }

    private static void texts(String path, Object place, Map<String, String> found) {
        switch (place) {
            case String text -> found.put(path, text);
            case Map<?, ?> map -> map.forEach((name, value) -> texts(path.isEmpty() ? (String) name : path + "." + name, value, found));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    texts(path + "[" + i + "]", list.get(i), found);
                }
            }
            default -> { }
        }
    }

    private static Map<String, Object> strings(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((k, v) -> copy.put((String) k, v));
        return copy;
    }

    /** Names as String, indexes as Integer; none where the path is not of that form. */
    private static List<Object> steps(String path) {
        var steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int end = 0;
        while (matcher.find()) {
            steps.add(matcher.group(1) != null ? matcher.group(1) : Integer.valueOf(matcher.group(2)));
            end = matcher.end();
        }
        return end == path.length() ? steps : List.of();
    }
}
