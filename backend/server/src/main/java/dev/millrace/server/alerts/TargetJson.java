package dev.millrace.server.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Targets as JSON, over REST and in the database: {@code {"type":"webhook","service":"ops","format":"SLACK"}}, {@code {"type":"mail","to":["a@b"]}},
 * {@code {"type":"kafka","cluster":"default","topic":"alerts"}}.
 */
public final class TargetJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_ADDRESSES = 20;
    /** One address and nothing else: no name, no comment, no second address, no line break into the headers. */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

    private TargetJson() {}

    public static JsonNode write(Target target) {
        var fields = new TreeMap<String, Object>();
        fields.putAll(switch (target) {
            case Target.Webhook w -> Map.of("type", "webhook", "service", w.service(), "format", w.format().name());
            case Target.Mail m -> Map.of("type", "mail", "to", m.to());
            case Target.KafkaTopic k -> Map.of("type", "kafka", "cluster", k.cluster(), "topic", k.topic());
        });
        return JSON.valueToTree(fields);
    }

    /** @throws RuleRefused where it is none */
    public static Target read(JsonNode json) {
        if (json == null || !json.isObject()) {
            throw new RuleRefused("'target' is missing: an object with a \"type\" of webhook, mail or kafka");
        }
        return switch (json.path("type").asString("")) {
            case "webhook" -> new Target.Webhook(json.path("service").asString(""), ConditionJson.constant(Target.Format.class, json.path("format").asString("JSON"), "format"));
            case "mail" -> {
                var to = new ArrayList<String>();
                json.path("to").forEach(address -> to.add(address.asString("")));
                yield mail(to);
            }
            case "kafka" -> topic(json.path("cluster").asString("default"), json.path("topic").asString(""));
            default -> throw new RuleRefused("'type' of a target is webhook, mail or kafka");
        };
    }

    /** @throws RuleRefused where one of them is no address */
    public static Target.Mail mail(List<String> to) {
        List<String> clean = to.stream().map(String::strip).filter(address -> !address.isEmpty()).distinct().toList();
        if (clean.isEmpty() || clean.size() > MOST_ADDRESSES) {
            throw new RuleRefused("A mail goes to 1 to " + MOST_ADDRESSES + " addresses");
        }
        clean.stream().filter(address -> !ADDRESS.matcher(address).matches()).findFirst().ifPresent(bad -> {
            throw new RuleRefused("'" + (bad.length() <= 60 ? bad : bad.substring(0, 59) + "…") + "' is no address like ops@example.com");
        });
        return new Target.Mail(clean);
    }

    /** @throws RuleRefused where it is no name of a topic */
    public static Target.KafkaTopic topic(String cluster, String topic) {
        if (!TOPIC.matcher(topic.strip()).matches()) {
            throw new RuleRefused("The name of a topic has 1 to 249 letters, digits, dots, hyphens and underscores");
        }
        return new Target.KafkaTopic(cluster, topic.strip());
    }
}
