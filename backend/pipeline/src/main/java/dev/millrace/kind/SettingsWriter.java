package dev.millrace.kind;

import dev.millrace.pipeline.Settings;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a kind's record back into plain settings. */
final class SettingsWriter {
    private SettingsWriter() {}

    static Settings write(Record record) {
        return new Settings(map(record));
    }

    private static Map<String, Object> map(Record record) {
        var map = new LinkedHashMap<String, Object>();
        for (RecordComponent component : SettingTypes.components(record.getClass())) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                Object value = plain(accessor.invoke(record));
                if (value != null) {
                    map.put(component.getName(), value);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return map;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Optional<?> o -> o.map(SettingsWriter::plain).orElse(null);
            case List<?> l -> l.stream().map(SettingsWriter::plain).toList();
            case Enum<?> e -> SettingTypes.choiceValue(e);
            case Boolean b -> b;
            case Integer i -> (long) i;
            case Long l -> l;
            // Value records of one text write themselves; records of several settings become maps.
            case Record r when hasSettings(r) -> map(r);
            default -> value.toString();
        };
    }

    /** Whether the record is a group of settings and not one value. */
    static boolean hasSettings(Record record) {
        return hasSettings(record.getClass());
    }

    /** Whether a type is a group of settings, not a value with a type of its own such as a topic's name. */
    static boolean hasSettings(Class<?> type) {
        if (!type.isRecord()) {
            return false;
        }
        RecordComponent[] components = SettingTypes.components(type);
        return components.length > 0 && components[0].getAnnotation(Setting.class) != null;
    }
}
