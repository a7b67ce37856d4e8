package dev.millrace.server.alerts;

import java.util.List;

/** Where a channel leads. Servers are named as they are set up where Millrace is started; nobody types their addresses here. */
public sealed interface Target {
    /** @param service one that is set up under {@code millrace.http} */
    record Webhook(String service, Format format) implements Target {}

    /** @param to one to twenty addresses */
    record Mail(List<String> to) implements Target {
        public Mail {
            to = List.copyOf(to);
        }
    }

    /** The topic is made where it is missing, and keeps the newest word on each alert. @param cluster a Kafka cluster that is set up */
    record KafkaTopic(String cluster, String topic) implements Target {}

    /** What a webhook gets. */
    enum Format {
        /** All that is known, as JSON. */
        JSON,
        SLACK, TEAMS
    }
}
