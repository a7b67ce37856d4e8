package dev.millrace.server.rest;

import dev.millrace.kind.SettingType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types of settings on the wire: a name and what belongs to it. */
final class SettingTypeBody {
    private SettingTypeBody() {}

    static Map<String, Object> of(SettingType type) {
        return switch (type) {
            case SettingType.Text(boolean multiline) -> named("text", "multiline", multiline);
            case SettingType.WholeNumber(long min, long max) -> named("wholeNumber", "min", min, "max", max);
            case SettingType.DecimalNumber(var min, var max) -> named("number", "min", min.orElse(null), "max", max.orElse(null));
            case SettingType.YesNo() -> named("yesNo");
            case SettingType.DurationText(boolean zeroAllowed) -> named("duration", "zeroAllowed", zeroAllowed);
            case SettingType.InstantText() -> named("instant");
            case SettingType.Choice(List<SettingType.Choice.Option> options) -> named("choice", "options", options);
            case SettingType.ColumnName(boolean ownColumns) -> named("column", "ownColumns", ownColumns);
            case SettingType.ExpressionText(boolean condition) -> named("expression", "condition", condition);
            case SettingType.QueryText() -> named("query");
            case SettingType.TopicName() -> named("topic");
            case SettingType.ClusterName() -> named("cluster");
            case SettingType.FunctionName() -> named("function");
            case SettingType.TypeName() -> named("type");
            case SettingType.ListOf(SettingType element) -> named("list", "element", of(element));
            case SettingType.Fields(var fields) -> named("fields", "fields", fields.stream().map(KindRequests.SettingBody::of).toList());
        };
    }

    private static Map<String, Object> named(String name, Object... namesAndValues) {
        var type = new LinkedHashMap<String, Object>();
        type.put("name", name);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            type.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return type;
    }
}
