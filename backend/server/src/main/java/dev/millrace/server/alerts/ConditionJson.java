package dev.millrace.server.alerts;

import dev.millrace.server.alerts.Condition.Absence;
import dev.millrace.server.alerts.Condition.Change;
import dev.millrace.server.alerts.Condition.Direction;
import dev.millrace.server.alerts.Condition.Flow;
import dev.millrace.server.alerts.Condition.Gap;
import dev.millrace.server.alerts.Condition.InState;
import dev.millrace.server.alerts.Condition.Side;
import dev.millrace.server.alerts.Condition.Threshold;
import dev.millrace.server.deployment.Deployment;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Conditions as JSON, over REST and in the database:
 * {@code {"type":"threshold","metric":"LAG","above":1000}}, {@code {"type":"change","metric":"LAG","rises":0,"withinSeconds":60}},
 * {@code {"type":"absence","rows":"IN","seconds":120}} or {@code "usualTimes":2}, {@code {"type":"state","states":["FAILED"]}}.
 */
public final class ConditionJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ConditionJson() {}

    public static JsonNode write(Condition condition) {
        var fields = new TreeMap<String, Object>();
        switch (condition) {
            case Threshold t -> {
                fields.put("type", "threshold");
                fields.put("metric", t.metric().name());
                fields.put(t.side() == Side.ABOVE ? "above" : "below", t.limit());
            }
            case Change c -> {
                fields.put("type", "change");
                fields.put("metric", c.metric().name());
                fields.put(c.direction() == Direction.RISES ? "rises" : "falls", c.by());
                fields.put("withinSeconds", c.within().toSeconds());
            }
            case Absence a -> {
                fields.put("type", "absence");
                fields.put("rows", a.flow().name());
                switch (a.gap()) {
                    case Gap.Fixed fixed -> fields.put("seconds", fixed.longest().toSeconds());
                    case Gap.Usual usual -> fields.put("usualTimes", usual.times());
                }
            }
            case InState s -> {
                fields.put("type", "state");
                fields.put("states", s.states().stream().map(Enum::name).sorted().toList());
            }
        }
        return JSON.valueToTree(fields);
    }

    /** @throws RuleRefused where it is none */
    public static Condition read(JsonNode json) {
        if (json == null || !json.isObject()) {
            throw new RuleRefused("'condition' is missing: an object with a \"type\" of threshold, change, absence or state");
        }
        return switch (json.path("type").asString("")) {
            case "threshold" -> {
                boolean above = json.has("above");
                if (above == json.has("below")) {
                    throw new RuleRefused("A threshold has either 'above' or 'below', with a number");
                }
                yield new Threshold(metric(json), above ? Side.ABOVE : Side.BELOW, number(json, above ? "above" : "below"));
            }
            case "change" -> {
                boolean rises = json.has("rises");
                if (rises == json.has("falls")) {
                    throw new RuleRefused("A change has either 'rises' or 'falls', with a number");
                }
                yield new Change(metric(json), rises ? Direction.RISES : Direction.FALLS, number(json, rises ? "rises" : "falls"), seconds(json, "withinSeconds"));
            }
            case "absence" -> {
                boolean usual = json.has("usualTimes");
                if (usual == json.has("seconds")) {
                    throw new RuleRefused("An absence has either 'seconds' or 'usualTimes', with a number");
                }
                yield new Absence(word(Flow.class, json, "rows"), usual ? new Gap.Usual(number(json, "usualTimes")) : new Gap.Fixed(seconds(json, "seconds")));
            }
            case "state" -> {
                var states = EnumSet.noneOf(Deployment.State.class);
                json.path("states").forEach(s -> states.add(constant(Deployment.State.class, s.asString(""), "states")));
                yield new InState(states);
            }
            default -> throw new RuleRefused("'type' of a condition is threshold, change, absence or state, not '" + shortened(json.path("type").asString("")) + "'");
        };
    }

    private static Metric metric(JsonNode json) {
        return word(Metric.class, json, "metric");
    }

    private static <E extends Enum<E>> E word(Class<E> type, JsonNode json, String field) {
        return constant(type, json.path(field).asString(""), field);
    }

    /** @throws RuleRefused with what is allowed */
    static <E extends Enum<E>> E constant(Class<E> type, String text, String field) {
        Map<String, E> all = Arrays.stream(type.getEnumConstants()).collect(Collectors.toMap(Enum::name, e -> e));
        E found = all.get(text.toUpperCase(Locale.ROOT));
        if (found == null) {
            throw new RuleRefused("'" + field + "' is one of " + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))
                    + ", not '" + shortened(text) + "'");
        }
        return found;
    }

    private static double number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new RuleRefused("'" + field + "' is a number");
        }
        return value.doubleValue();
    }

    private static Duration seconds(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new RuleRefused("'" + field + "' is a whole number of seconds");
        }
        return Duration.ofSeconds(value.intValue());
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 39) + "…";
    }
}
