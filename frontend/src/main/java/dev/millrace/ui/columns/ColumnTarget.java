package dev.millrace.ui.columns;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.kind.Source;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Settings;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.TypeParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The settings of a source that say its columns, whatever its kind calls them.
 *
 * @param columns the list of columns, @param name, type and required are its entries' fields
 * @param time which column is the event time
 * @param key which columns make the key
 * @param topic the topic it reads
 * @param table whether it reads a table of a database, by the settings database and table
 */
public record ColumnTarget(NodeKind kind, SettingSpec columns, String name, String type, Optional<String> required, Optional<SettingSpec> time,
        Optional<SettingSpec> key, Optional<SettingSpec> topic, boolean table) {
    public static final String DATABASE = "database";
    public static final String TABLE = "table";

    /** A column as it is declared now. */
    public record Declared(String name, String type, boolean required) {}

    /** Empty where a kind declares no columns with types. */
    public static Optional<ColumnTarget> of(NodeKind kind) {
        if (kind.role() != NodeKind.Role.SOURCE) {
            return Optional.empty();
        }
        for (SettingSpec setting : kind.settings()) {
            if (setting.type() instanceof SettingType.ListOf(SettingType.Fields(List<SettingSpec> fields))) {
                Optional<String> name = field(fields, SettingType.Text.class);
                Optional<String> type = field(fields, SettingType.TypeName.class);
                if (name.isPresent() && type.isPresent()) {
                    boolean table = kind.settings().stream().map(SettingSpec::name).toList().containsAll(List.of(DATABASE, TABLE));
                    return Optional.of(new ColumnTarget(kind, setting, name.get(), type.get(), field(fields, SettingType.YesNo.class),
                            setting(kind, t -> t instanceof SettingType.ColumnName(boolean own) && own),
                            setting(kind, t -> t instanceof SettingType.ListOf(SettingType.ColumnName(boolean own)) && own),
                            setting(kind, SettingType.TopicName.class::isInstance), table));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> field(List<SettingSpec> fields, Class<? extends SettingType> type) {
        return fields.stream().filter(f -> type.isInstance(f.type())).map(SettingSpec::name).findFirst();
    }

    private static Optional<SettingSpec> setting(NodeKind kind, Predicate<SettingType> type) {
        // The first such setting is it: what splits a table comes behind its event time.
        return kind.settings().stream().filter(s -> type.test(s.type())).filter(s -> !s.name().equals("splitBy")).findFirst();
    }

    /** What is declared now; entries without a name are none. */
    public List<Declared> declared(Settings settings) {
        var found = new ArrayList<Declared>();
        if (settings.get(columns.name()).orElse(null) instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> map && map.get(name) instanceof String called && !called.isBlank()) {
                    found.add(new Declared(called, String.valueOf(map.get(type) == null ? "" : map.get(type)),
                            required.filter(r -> String.valueOf(map.get(r)).equals("true")).isPresent()));
                }
            }
        }
        return found;
    }

    /** The declared columns whose types can be read. */
    public List<Column> readable(Settings settings) {
        var columns = new LinkedHashMap<String, Column>();
        declared(settings).forEach(d -> type(d.type()).ifPresent(t -> columns.putIfAbsent(d.name(), Column.of(d.name(), t))));
        return List.copyOf(columns.values());
    }

    static Optional<LogicalType> type(String text) {
        try {
            return Optional.of(TypeParser.parse(text));
        } catch (IllegalArgumentException notYet) {
            return Optional.empty();
        }
    }

    /** How its records are read, as far as its settings say. */
    public Rel.Format format(Node node, NodeKinds kinds) {
        return kinds.resolve(node, new Diagnostics.Collector()).filter(r -> r.shape() instanceof Source).flatMap(r -> ((Source) r.shape()).readsAs())
                .orElse(new Rel.Format.Json());
    }

    /** The Kafka cluster that it reads. */
    public String cluster(Node node, NodeKinds kinds) {
        return kinds.resolve(node, new Diagnostics.Collector()).map(r -> ClusterName.of(r.shape())).orElse(Topic.DEFAULT_CLUSTER);
    }

    /** The value of the list of columns. */
    Object value(List<Declared> declared) {
        var entries = new ArrayList<Object>();
        for (Declared column : declared) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put(name, column.name());
            entry.put(type, column.type());
            required.filter(r -> column.required()).ifPresent(r -> entry.put(r, true));
            entries.add(entry);
        }
        return entries;
    }
}
