package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parameters of a pipeline as a form that a person fills in: one entry each, with everything as it was typed. */
public final class ParameterForm {
    /** The name of the one setting of the form. */
    public static final String SETTING = "parameters";
    private static final NodeId NOWHERE = new NodeId("pipeline");

    private ParameterForm() {}

    record Entry(
            @Setting(label = "Name", help = "Settings write ${param:name}") String name,
            @Setting(label = "Type", preset = "text") Parameter.Type type,
            @Setting(label = "Value", help = "Holds where none is given, and while this is drawn") Optional<String> value,
            @Setting(label = "Live", help = "Its value can be changed while the pipeline runs, on the page of the deployment. For expressions over rows that are only added", preset = "false") boolean live,
            @Setting(label = "Must be given", preset = "false") boolean required,
            @Setting(label = "Label") Optional<String> label,
            @Setting(label = "Help") Optional<String> help,
            @Setting(label = "Smallest", help = "For numbers") Optional<String> min,
            @Setting(label = "Largest", help = "For numbers") Optional<String> max,
            @Setting(label = "Options", help = "For a choice, with commas between") Optional<String> options) {
        static final Entry EXAMPLE = new Entry("limit", Parameter.Type.NUMBER, Optional.of("100"), false, false, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    /** @param diagnostics at "parameters[0].name" and the like; where there are errors, the entries that have them are not among the parameters */
    public record Read(List<Parameter> parameters, Diagnostics diagnostics) {}

    public static SettingSpec spec() {
        return new SettingSpec(SETTING, "Parameters", "Values that are left open. A fragment asks for them where it is used",
                new SettingType.ListOf(new SettingType.Fields(SettingTypes.of(Entry.class))), false, Optional.empty());
    }

    public static List<Map<String, Object>> entries(List<Parameter> parameters) {
        return parameters.stream().map(p -> {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("name", p.name());
            entry.put("type", p.type().word());
            p.value().ifPresent(v -> entry.put("value", Arguments.plain(v)));
            entry.put("live", p.live());
            entry.put("required", p.required());
            put(entry, "label", p.label());
            put(entry, "help", p.help());
            p.min().ifPresent(v -> entry.put("min", v.toPlainString()));
            p.max().ifPresent(v -> entry.put("max", v.toPlainString()));
            put(entry, "options", String.join(", ", p.options()));
            return (Map<String, Object>) entry;
        }).toList();
    }

    private static void put(Map<String, Object> entry, String name, String text) {
        if (!text.isEmpty()) {
            entry.put(name, text);
        }
    }

    public static Read read(List<Map<String, Object>> entries) {
        var found = new Diagnostics.Collector();
        var parameters = new ArrayList<Parameter>();
        var names = new HashSet<String>();
        for (int i = 0; i < entries.size(); i++) {
            String at = SETTING + "[" + i + "]";
            var problems = new Diagnostics.Collector();
            var entry = (Entry) new SettingsReader(NOWHERE, problems).read(Entry.class, entries.get(i), Entry.EXAMPLE);
            problems.done().all().forEach(d -> found.error(d.code(), new Location.OfSetting(NOWHERE, at + "." + d.at().settingOf().orElse("name")), d.message(), d.hint()));
            if (!problems.done().hasErrors()) {
                parameter(entry, at, found).ifPresent(p -> {
                    if (names.add(p.name())) {
                        parameters.add(p);
                    } else {
                        found.error(Code.DUPLICATE_NAME, new Location.OfSetting(NOWHERE, at + ".name"), "Two parameters are called '" + p.name() + "'", "Choose another name");
                    }
                });
            }
        }
        return new Read(parameters, found.done());
    }

    private static Optional<Parameter> parameter(Entry entry, String at, Diagnostics.Collector found) {
        String field = ".name";
        try {
            field = ".min";
            Optional<BigDecimal> min = number(entry.min());
            field = ".max";
            Optional<BigDecimal> max = number(entry.max());
            field = entry.live() && !entry.type().canBeLive() ? ".live" : entry.type() == Parameter.Type.CHOICE && entry.options().isEmpty() ? ".options" : Parameter.isName(entry.name()) ? ".min" : ".name";
            List<String> options = entry.options().map(o -> Arrays.stream(o.split(",")).map(String::strip).filter(s -> !s.isEmpty()).collect(Collectors.toList())).orElse(List.of());
            var parameter = new Parameter(entry.name(), entry.label().orElse(""), entry.help().orElse(""), entry.type(), entry.required(), Optional.empty(), min, max, options, entry.live());
            field = ".value";
            return Optional.of(entry.value().isEmpty() ? parameter : parameter.withValue(Arguments.read(parameter, entry.value().get())));
        } catch (IllegalArgumentException wrong) {
            found.error(Code.BAD_SETTING, new Location.OfSetting(NOWHERE, at + field), wrong.getMessage(), "");
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> number(Optional<String> text) {
        return text.map(Arguments::number);
    }
}
