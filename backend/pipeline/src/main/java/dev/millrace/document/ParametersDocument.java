package dev.millrace.document;

import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parameters of a document, by name and in the order in which forms show them.
 *
 * <pre>
 *   parameters:
 *     limit:
 *       type: number
 *       label: Smallest amount
 *       required: true
 *       value: 100
 *       min: 0
 *       live: true
 * </pre>
 */
final class ParametersDocument {
    private static final Set<String> KNOWN = Set.of("type", "label", "help", "required", "value", "min", "max", "options", "live");
    private static final int MOST_OPTIONS = 100;

    private ParametersDocument() {}

    static List<Parameter> read(Map<String, Object> values) {
        if (values.size() > Pipeline.MOST_PARAMETERS) {
            throw new DocumentRefused("parameters", "at most " + Pipeline.MOST_PARAMETERS + " are allowed, not " + values.size());
        }
        var parameters = new ArrayList<Parameter>();
        values.forEach((name, value) -> parameters.add(parameter(name, value)));
        return parameters;
    }

    private static Parameter parameter(String name, Object value) {
        String at = "parameters." + DocumentReader.shortened(name);
        Map<String, Object> given = DocumentReader.map(at, value);
        DocumentReader.only(at, given, KNOWN);
        String word = text(at, given, "type", "text");
        Parameter.Type type = Arrays.stream(Parameter.Type.values()).filter(t -> t.word().equals(word)).findFirst().orElseThrow(() -> new DocumentRefused(at + ".type",
                "'" + DocumentReader.shortened(word) + "' is no type of a parameter; there are " + Arrays.stream(Parameter.Type.values()).map(Parameter.Type::word)
                        .collect(Collectors.joining(", "))));
        String required = text(at, given, "required", "false");
        if (!required.equals("true") && !required.equals("false")) {
            throw new DocumentRefused(at + ".required", "write true or false");
        }
        String live = text(at, given, "live", "false");
        if (!live.equals("true") && !live.equals("false")) {
            throw new DocumentRefused(at + ".live", "write true or false");
        }
        var options = new ArrayList<String>();
        List<?> listed = DocumentReader.list(at + ".options", DocumentReader.given(given, "options", List.of()));
        if (listed.size() > MOST_OPTIONS) {
            throw new DocumentRefused(at + ".options", "at most " + MOST_OPTIONS + " are allowed, not " + listed.size());
        }
        listed.forEach(option -> options.add(DocumentReader.text(at + ".options", option == null ? "" : option, Parameter.LONGEST_TEXT)));
        try {
            var parameter = new Parameter(name, text(at, given, "label", ""), text(at, given, "help", ""), type, required.equals("true"), Optional.empty(),
                    number(at + ".min", given.get("min")), number(at + ".max", given.get("max")), options, live.equals("true"));
            return given.get("value") == null ? parameter : parameter.withValue(Arguments.read(parameter, given.get("value")));
        } catch (IllegalArgumentException wrong) {
            throw new DocumentRefused(at, wrong.getMessage());
        }
    }

    private static String text(String at, Map<String, Object> given, String name, String preset) {
        return DocumentReader.text(at + "." + name, DocumentReader.given(given, name, preset), Parameter.LONGEST_TEXT);
    }

    private static Optional<BigDecimal> number(String at, Object value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Arguments.number(DocumentReader.text(at, value, Parameter.LONGEST_TEXT)));
        } catch (IllegalArgumentException wrong) {
            throw new DocumentRefused(at, wrong.getMessage());
        }
    }

    static void write(List<Parameter> parameters, Map<String, Object> top) {
        if (parameters.isEmpty()) {
            return;
        }
        var all = new LinkedHashMap<String, Object>();
        for (Parameter p : parameters) {
            var values = new LinkedHashMap<String, Object>();
            values.put("type", p.type().word());
            if (!p.label().isEmpty()) {
                values.put("label", p.label());
            }
            if (!p.help().isEmpty()) {
                values.put("help", p.help());
            }
            values.put("required", p.required());
            p.value().ifPresent(v -> values.put("value", v));
            p.min().ifPresent(v -> values.put("min", Arguments.compact(v)));
            p.max().ifPresent(v -> values.put("max", Arguments.compact(v)));
            if (!p.options().isEmpty()) {
                values.put("options", p.options());
            }
            if (p.live()) {
                values.put("live", true);
            }
            all.put(p.name(), PipelineDocument.writable(values));
        }
        top.put("parameters", all);
    }
}
