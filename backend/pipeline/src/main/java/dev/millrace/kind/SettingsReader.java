package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.function.FunctionName;
import dev.millrace.pipeline.NodeId;
import dev.millrace.schema.Durations;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Suggestion;
import dev.millrace.schema.TypeParser;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns plain settings into a kind's record. What is missing or unreadable becomes a diagnostic at its path, and the record is
 * completed with the value of the kind's example, so that the types of a half-filled node can still be shown; the paths that
 * were completed are kept, because nothing more must be said about them.
 */
final class SettingsReader {
    private static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_LIST = 1_000;
    private static final int LONGEST_NUMBER = 40;

    private final NodeId node;
    private final Diagnostics.Collector found;
    private final Set<String> reported = new HashSet<>();

    SettingsReader(NodeId node, Diagnostics.Collector found) {
        this.node = node;
        this.found = found;
    }

    Set<String> reported() {
        return reported;
    }

    Record read(Class<? extends Record> type, Map<String, Object> values, Record example) {
        return read("", type, values, example);
    }

    private Record read(String prefix, Class<? extends Record> type, Map<?, ?> values, Record example) {
        RecordComponent[] components = SettingTypes.components(type);
        var known = Arrays.stream(components).map(RecordComponent::getName).toList();
        for (Object name : values.keySet()) {
            if (!known.contains(name)) {
                found.warning(Code.UNKNOWN_SETTING, new Location.OfSetting(node, prefix + name),
                        "There is no setting '" + name + "' here; it does nothing", Suggestion.hint((String) name, known));
            }
        }
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = component(prefix + components[i].getName(), components[i], values.get(components[i].getName()), example);
        }
        return construct(type, components, arguments);
    }

    private Object component(String path, RecordComponent component, Object value, Record example) {
        Setting setting = component.getAnnotation(Setting.class);
        Object given = value == null && !setting.preset().isEmpty() ? setting.preset() : value;
        boolean optional = component.getType() == Optional.class;
        Type type = optional ? SettingTypes.argument(component.getGenericType()) : component.getGenericType();
        boolean blank = given == null || given instanceof String s && s.isBlank();
        if (component.getType() == List.class) {
            List<?> list = given instanceof List<?> l ? l : List.of();
            if (given != null && !(given instanceof List)) {
                bad(path, setting.label() + " is a list");
            } else if (setting.atLeastOne() && list.isEmpty()) {
                missing(path, setting.label() + ": at least one is needed", setting.help());
            }
            return readList(path, SettingTypes.argument(type), list, example == null ? List.of() : (List<?>) valueOf(component, example));
        }
        if (blank) {
            if (optional) {
                return Optional.empty();
            }
            missing(path, setting.label() + " is not set", setting.help());
            return standIn(component, example);
        }
        try {
            Object read = value(path, type, given, setting, null);
            return optional ? Optional.of(read) : read;
        } catch (IllegalArgumentException e) {
            bad(path, e.getMessage());
            return optional ? Optional.empty() : standIn(component, example);
        }
    }

    private List<?> readList(String path, Type element, List<?> values, List<?> examples) {
        if (values.size() > LONGEST_LIST) {
            bad(path, "At most " + LONGEST_LIST + " entries are allowed, not " + values.size());
            return List.of();
        }
        var read = new ArrayList<Object>();
        Record example = examples.isEmpty() ? exampleOf(element) : examples.getFirst() instanceof Record r ? r : null;
        for (int i = 0; i < values.size(); i++) {
            String at = path + "[" + i + "]";
            try {
                if (values.get(i) instanceof String s && s.isBlank()) {
                    missing(at, "Entry " + (i + 1) + " is empty", "Fill it in or remove it");
                    standIn(element, example).ifPresent(read::add);
                } else {
                    read.add(value(at, element, values.get(i), null, example));
                }
            } catch (IllegalArgumentException e) {
                bad(at, e.getMessage());
                standIn(element, example).ifPresent(read::add);
            }
        }
        return List.copyOf(read);
    }

    /** What an entry declares as its own example, for kinds whose example has no entries. */
    private static Record exampleOf(Type element) {
        try {
            var field = element instanceof Class<?> type ? type.getDeclaredField("EXAMPLE") : null;
            if (field == null) {
                return null;
            }
            field.setAccessible(true);
            return (Record) field.get(null);
        } catch (NoSuchFieldException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the place of a list entry that cannot be read, so that the entries after it keep their numbers. */
    @SuppressWarnings("unchecked")
    private Optional<Object> standIn(Type element, Record example) {
        if (element == ColumnRef.class) {
            return Optional.of(new ColumnRef(""));
        }
        if (example == null || !SettingsWriter.hasSettings(example)) {
            return Optional.empty();
        }
        // Read from nothing, and what is said about it is dropped: the entry as a whole was reported.
        return Optional.of(new SettingsReader(node, new Diagnostics.Collector()).read("", (Class<? extends Record>) element, Map.of(), example));
    }

    @SuppressWarnings("unchecked")
    private Object value(String path, Type type, Object given, Setting setting, Object example) {
        if (type instanceof ParameterizedType) {
            throw new IllegalStateException("A list inside a list: " + path);
        }
        Class<?> raw = (Class<?>) type;
        if (SettingsWriter.hasSettings(raw) && given instanceof Map<?, ?> map) {
            return read(path + ".", (Class<? extends Record>) raw, map, (Record) example);
        }
        if (raw == boolean.class) {
            return switch (String.valueOf(given)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("Write true or false, not '" + given + "'");
            };
        }
        if (raw == long.class || raw == int.class || raw == Long.class) {
            long number = wholeNumber(given);
            if (setting != null && (number < setting.min() || number > setting.max())) {
                throw new IllegalArgumentException(setting.max() == Long.MAX_VALUE
                        ? "At least " + setting.min() + " is needed, not " + number
                        : "Between " + setting.min() + " and " + setting.max() + " is needed, not " + number);
            }
            return raw == int.class ? (Object) Math.toIntExact(number) : number;
        }
        if (given instanceof Map || given instanceof List) {
            throw new IllegalArgumentException("One value is needed here, not several");
        }
        String text = String.valueOf(given);
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("The text is longer than " + LONGEST_TEXT + " characters");
        }
        if (raw == String.class) {
            return text;
        } else if (raw == PositiveDuration.class) {
            return new PositiveDuration(Durations.parse(text));
        } else if (raw == Delay.class) {
            return new Delay(Durations.parse(text));
        } else if (raw == Instant.class) {
            return instant(text);
        } else if (raw == ColumnRef.class) {
            return new ColumnRef(text);
        } else if (raw == OwnColumn.class) {
            return new OwnColumn(text);
        } else if (raw == Expression.class) {
            return new Expression(text);
        } else if (raw == Condition.class) {
            return new Condition(text);
        } else if (raw == SqlText.class) {
            return new SqlText(text);
        } else if (raw == TopicName.class) {
            return new TopicName(text.strip());
        } else if (raw == ClusterName.class) {
            return new ClusterName(text.strip());
        } else if (raw == FunctionName.class) {
            return FunctionName.parse(text);
        } else if (raw == FolderName.class) {
            return new FolderName(text.strip());
        } else if (raw == LogicalType.class) {
            return TypeParser.parse(text);
        } else if (raw.isEnum()) {
            return choice(raw, text);
        }
        throw new IllegalArgumentException("Several named values are needed here, not '" + text + "'");
    }

    private static long wholeNumber(Object given) {
        if (given instanceof String s && s.length() > LONGEST_NUMBER) {
            throw new IllegalArgumentException("A whole number is needed, not a text of " + s.length() + " characters");
        }
        try {
            return new java.math.BigDecimal(String.valueOf(given).strip()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("A whole number is needed, not '" + given + "'");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no point in time. Write it like 2026-11-24T08:30:00Z");
        }
    }

    private static Object choice(Class<?> type, String text) {
        var values = Arrays.stream(type.getEnumConstants()).map(c -> SettingTypes.choiceValue((Enum<?>) c)).toList();
        int index = values.indexOf(text.strip());
        if (index < 0) {
            throw new IllegalArgumentException("'" + text + "' is not one of: " + String.join(", ", values));
        }
        return type.getEnumConstants()[index];
    }

    private void missing(String path, String message, String help) {
        reported.add(path);
        found.error(Code.MISSING_SETTING, new Location.OfSetting(node, path), message, help.isEmpty() ? "Fill it in" : help);
    }

    private void bad(String path, String message) {
        reported.add(path);
        found.error(Code.BAD_SETTING, new Location.OfSetting(node, path), message, "");
    }

    /** What a required setting holds that cannot be read. A name stays empty: the example's would show a port or column nobody asked for. */
    private static Object standIn(RecordComponent component, Record example) {
        if (component.getType() == String.class) {
            return "";
        }
        if (component.getType() == ColumnRef.class) {
            return new ColumnRef("");
        }
        if (example == null) {
            throw new IllegalStateException("No example value for " + component.getName());
        }
        return valueOf(component, example);
    }

    private static Object valueOf(RecordComponent component, Record record) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Record construct(Class<? extends Record> type, RecordComponent[] components, Object[] arguments) {
        try {
            var constructor = type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }
}
