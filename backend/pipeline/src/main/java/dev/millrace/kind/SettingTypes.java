package dev.millrace.kind;

import dev.millrace.kind.function.FunctionName;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Derives the description of settings from the components of a kind's record. */
final class SettingTypes {
    /** Words that are written in capitals. */
    private static final Set<String> ABBREVIATIONS = Set.of("JSON", "CSV", "SHA", "MD5");

    /** Java makes them anew at every call, and each new one reads its annotations from the class file: a drawing that is shown every second would do little else. */
    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> record) {
            return record.getRecordComponents();
        }
    };

    private SettingTypes() {}

    /** The settings of a record, in order. Not to be changed. */
    static RecordComponent[] components(Class<?> record) {
        return COMPONENTS.get(record);
    }

    static List<SettingSpec> of(Class<?> record) {
        var specs = new ArrayList<SettingSpec>();
        for (RecordComponent component : components(record)) {
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null) {
                throw new IllegalStateException(record.getName() + "." + component.getName() + " has no @Setting");
            }
            Class<?> raw = component.getType();
            boolean optional = raw == Optional.class || raw == List.class && !setting.atLeastOne();
            SettingType type = of(raw == Optional.class ? argument(component.getGenericType()) : component.getGenericType(), setting);
            Optional<Object> preset = setting.preset().isEmpty() ? Optional.empty() : Optional.of(preset(type, setting.preset()));
            specs.add(new SettingSpec(component.getName(), setting.label(), setting.help(), type, !optional && preset.isEmpty(), preset, setting.inSequence()));
        }
        return List.copyOf(specs);
    }

    private static SettingType of(Type type, Setting setting) {
        if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
            return new SettingType.ListOf(of(p.getActualTypeArguments()[0], setting));
        }
        if (!(type instanceof Class<?> raw)) {
            throw new IllegalStateException("A setting cannot be a " + type);
        }
        if (raw == String.class) {
            return new SettingType.Text(setting.multiline());
        } else if (raw == long.class || raw == int.class || raw == Long.class) {
            return new SettingType.WholeNumber(setting.min(), setting.max());
        } else if (raw == boolean.class) {
            return new SettingType.YesNo();
        } else if (raw == PositiveDuration.class) {
            return new SettingType.DurationText(false);
        } else if (raw == Delay.class) {
            return new SettingType.DurationText(true);
        } else if (raw == Instant.class) {
            return new SettingType.InstantText();
        } else if (raw == ColumnRef.class) {
            return new SettingType.ColumnName(false);
        } else if (raw == OwnColumn.class) {
            return new SettingType.ColumnName(true);
        } else if (raw == Expression.class) {
            return new SettingType.ExpressionText(false);
        } else if (raw == Condition.class) {
            return new SettingType.ExpressionText(true);
        } else if (raw == SqlText.class) {
            return new SettingType.QueryText();
        } else if (raw == TopicName.class) {
            return new SettingType.TopicName();
        } else if (raw == ClusterName.class) {
            return new SettingType.ClusterName();
        } else if (raw == FunctionName.class) {
            return new SettingType.FunctionName();
        } else if (raw == FolderName.class) {
            return new SettingType.Text(false);
        } else if (raw == LogicalType.class) {
            return new SettingType.TypeName();
        } else if (raw.isEnum()) {
            return new SettingType.Choice(Arrays.stream(raw.getEnumConstants()).map(c -> option((Enum<?>) c)).toList());
        } else if (raw.isRecord()) {
            return new SettingType.Fields(of(raw));
        }
        throw new IllegalStateException("A setting cannot be a " + raw.getName());
    }

    static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    /** EXACTLY_ONCE is "exactly-once" in documents and "Exactly once" on the screen; JSON_LINES is "JSON lines" there. */
    private static SettingType.Choice.Option option(Enum<?> constant) {
        String words = Arrays.stream(constant.name().split("_")).map(w -> ABBREVIATIONS.contains(w) ? w : w.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
        return new SettingType.Choice.Option(choiceValue(constant), Character.toUpperCase(words.charAt(0)) + words.substring(1));
    }

    static String choiceValue(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object preset(SettingType type, String text) {
        return switch (type) {
            case SettingType.WholeNumber n -> Long.parseLong(text);
            case SettingType.YesNo b -> Boolean.parseBoolean(text);
            default -> text;
        };
    }
}
