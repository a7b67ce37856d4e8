package dev.millrace.ui.inspector;

import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.rel.Topic;
import dev.millrace.rel.UserFunction;
import dev.millrace.schema.Column;
import dev.millrace.schema.TypeParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The field for a setting follows from its type alone. */
final class SettingInputs {
    private SettingInputs() {}

    static SettingInput of(SettingSpec spec) {
        return switch (spec.type()) {
            case SettingType.Text t -> new TextInput(spec, "", text -> text);
            case SettingType.WholeNumber n -> new TextInput(spec, "", TextInput::number);
            case SettingType.DecimalNumber n -> new TextInput(spec, "", text -> text);
            case SettingType.YesNo y -> new YesNoInput(spec);
            case SettingType.DurationText d -> new TextInput(spec, "10 min", text -> text);
            case SettingType.InstantText i -> new TextInput(spec, "2026-11-24T08:30:00Z", text -> text);
            case SettingType.Choice(var options) -> new ChoiceInput(spec, options);
            case SettingType.ColumnName(boolean own) -> new ComboInput(spec, "Choose a column", c -> columns(c.columns(own)));
            case SettingType.ExpressionText(boolean condition) -> new ExpressionInput(spec, condition ? "delay > 60" : "price * 0.9");
            case SettingType.QueryText q -> new ExpressionInput(spec, "SELECT id, amount FROM orders");
            case SettingType.TopicName t -> new ComboInput(spec, "Choose or type a topic", c -> names(c.topics()));
            case SettingType.ClusterName n -> new ComboInput(spec, Topic.DEFAULT_CLUSTER, c -> names(c.clusters())).onlyAmongSeveral();
            case SettingType.FunctionName f -> new ComboInput(spec, "Choose a function", c -> functions(c.ownFunctions()));
            case SettingType.TypeName t -> new ComboInput(spec, "BIGINT", c -> names(TypeParser.names()));
            case SettingType.ListOf(SettingType.ColumnName(boolean own)) -> new ColumnsInput(spec, own);
            case SettingType.ListOf(SettingType.Fields(List<SettingSpec> fields)) -> new EntriesInput(spec, fields);
            case SettingType.ListOf l -> throw new IllegalStateException("No field for a list of " + l.element());
            case SettingType.Fields f -> throw new IllegalStateException("No field for a single group");
        };
    }

    private static Map<String, String> columns(List<Column> columns) {
        var map = new LinkedHashMap<String, String>();
        columns.forEach(c -> map.put(c.name(), c.type().toString()));
        return map;
    }

    private static Map<String, String> functions(List<UserFunction> functions) {
        var map = new LinkedHashMap<String, String>();
        functions.forEach(f -> map.put(f.reference(), f.signature()));
        return map;
    }

    private static Map<String, String> names(List<String> names) {
        var map = new LinkedHashMap<String, String>();
        names.forEach(n -> map.put(n, ""));
        return map;
    }
}
