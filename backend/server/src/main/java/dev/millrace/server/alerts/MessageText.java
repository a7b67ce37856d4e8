package dev.millrace.server.alerts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as each kind of reader wants them. Names that people gave are text and nothing else: they cannot mention, link or break a line.
 *
 * <pre>
 *   JSON   {"pipeline":"Orders","alerts":[{"what":"firing","name":"Lag grows",...}]}
 *   SLACK  {"text":"..."}
 *   TEAMS  {"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive",...}]}
 * </pre>
 */
final class MessageText {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_SUBJECT = 150;

    private final String address;

    /** @param address where people find the pages, such as https://millrace.example; empty: no links are sent */
    MessageText(String address) {
        this.address = address.strip().replaceAll("/+$", "");
    }

    String body(Target.Format format, Message message) {
        return JSON.writeValueAsString(switch (format) {
            case JSON -> Map.of("pipeline", pipeline(message), "alerts", message.items().stream().map(this::item).toList());
            case SLACK -> Map.of("text", slack(message));
            case TEAMS -> teams(message);
        });
    }

    /** One alert as JSON; what does not apply is left out. */
    JsonNode item(MessageItem item) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", item.alert());
        fields.put("what", item.what().name().toLowerCase(java.util.Locale.ROOT));
        fields.put("name", item.name());
        fields.put("severity", item.severity().name());
        fields.put("pipeline", item.pipelineName());
        fields.put("pipelineId", item.pipeline());
        fields.put("deployment", item.deployment());
        if (!item.node().isEmpty()) {
            fields.put("node", item.node());
            fields.put("nodeName", item.nodeName());
        }
        fields.put("words", item.words());
        fields.put("at", item.at().toString());
        link(item).ifPresent(link -> fields.put("link", link));
        return JSON.valueToTree(fields);
    }

    /** One line, such as "2 alerts at Orders: Lag grows, Failed". */
    String subject(Message message) {
        List<MessageItem> firing = of(message, MessageItem.What.FIRING);
        List<MessageItem> resolved = of(message, MessageItem.What.RESOLVED);
        String text;
        if (!firing.isEmpty()) {
            text = count(firing) + " at " + pipeline(message) + ": " + names(firing) + (resolved.isEmpty() ? "" : "; resolved: " + names(resolved));
        } else if (!resolved.isEmpty()) {
            text = "Resolved at " + pipeline(message) + ": " + names(resolved);
        } else {
            text = "A trial message of Millrace";
        }
        String line = oneLine(text);
        return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT - 1) + "…";
    }

    String letter(Message message) {
        return subject(message) + "\n\n" + message.items().stream().map(item -> oneLine(sentence(item)) + "\n" + item.at() + link(item).map(l -> "\n" + l).orElse(""))
                .collect(Collectors.joining("\n\n")) + "\n";
    }

    private String slack(Message message) {
        return message.items().stream().map(item -> sign(item) + " *" + escaped(item.name()) + "* " + escaped(oneLine(rest(item)))
                + link(item).map(l -> " <" + l + "|Look>").orElse("")).collect(Collectors.joining("\n"));
    }

    /** Slack's own signs for mentions and links. Stars of names stay stars at worst. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private Map<String, Object> teams(Message message) {
        var body = new ArrayList<Map<String, Object>>();
        body.add(Map.of("type", "TextBlock", "weight", "Bolder", "wrap", true, "text", plain(subject(message))));
        message.items().forEach(item -> {
            body.add(Map.of("type", "TextBlock", "wrap", true, "color", item.what() == MessageItem.What.RESOLVED ? "Good"
                    : item.severity() == Severity.CRITICAL ? "Attention" : "Warning", "text", plain(sign(item) + " " + oneLine(sentence(item)))));
        });
        var content = new LinkedHashMap<String, Object>();
        content.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        content.put("type", "AdaptiveCard");
        content.put("version", "1.4");
        content.put("body", body);
        link(message.items().getFirst()).ifPresent(link -> content.put("actions", List.of(Map.of("type", "Action.OpenUrl", "title", "Look", "url", link))));
        return Map.of("type", "message", "attachments", List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", content)));
    }

    /** Without the signs of Markdown, which Teams reads in a text. */
    private static String plain(String text) {
        return text.replaceAll("([\\\\*_\\[\\]()~`#])", "\\\\$1");
    }

    private static String sentence(MessageItem item) {
        return item.name() + " " + rest(item);
    }

    private static String rest(MessageItem item) {
        String where = item.node().isEmpty() ? "" : " at '" + item.nodeName() + "'";
        return switch (item.what()) {
            case FIRING -> "(" + item.severity().word().toLowerCase(java.util.Locale.ROOT) + ") of " + item.pipelineName() + where + ": " + item.words() + ".";
            case RESOLVED -> "of " + item.pipelineName() + where + " is resolved. It was: " + item.words() + ".";
            case TRIAL -> item.words() + ".";
        };
    }

    private static String sign(MessageItem item) {
        return item.what() == MessageItem.What.RESOLVED ? "✓" : item.what() == MessageItem.What.TRIAL ? "i" : item.severity() == Severity.CRITICAL ? "✕" : "!";
    }

    private static List<MessageItem> of(Message message, MessageItem.What what) {
        return message.items().stream().filter(item -> item.what() == what).toList();
    }

    private static String count(List<MessageItem> items) {
        return items.size() == 1 ? "Alert" : items.size() + " alerts";
    }

    private static String names(List<MessageItem> items) {
        return items.stream().map(MessageItem::name).distinct().collect(Collectors.joining(", "));
    }

    private static String pipeline(Message message) {
        return message.items().getFirst().pipelineName();
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    private java.util.Optional<String> link(MessageItem item) {
        return address.isEmpty() || item.what() == MessageItem.What.TRIAL ? java.util.Optional.empty()
                : java.util.Optional.of(address + "/deployments/" + item.deployment());
    }
}
