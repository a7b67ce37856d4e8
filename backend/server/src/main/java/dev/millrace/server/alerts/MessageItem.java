package dev.millrace.server.alerts;

import java.time.Instant;

/**
 * What one message says of one alert. Plain text, as it is stored.
 *
 * @param node its id; empty where it is about the whole
 * @param nodeName what people call it; empty where it is about the whole
 * @param at when it fired or was resolved
 */
public record MessageItem(String alert, What what, String name, Severity severity, String pipeline, String pipelineName, String deployment, String node,
        String nodeName, String words, Instant at) {
    public MessageItem {
        // What was stored before there was such a thing has none.
        nodeName = nodeName == null ? node : nodeName;
    }

    public enum What {
        FIRING, RESOLVED,
        /** No alert: somebody tries the channel. */
        TRIAL
    }

    static MessageItem of(Alert alert, What what, Instant at) {
        return new MessageItem(alert.id().toString(), what, alert.name(), alert.severity(), alert.pipeline().toString(), alert.pipelineName(),
                alert.deployment().toString(), alert.node().map(n -> n.value()).orElse(""), alert.nodeName().orElse(""), alert.words(), at);
    }
}
