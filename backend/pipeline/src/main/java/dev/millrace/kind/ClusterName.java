package dev.millrace.kind;

import dev.millrace.rel.Topic;
import java.util.Optional;
import java.util.regex.Pattern;

/** Name of a Kafka cluster that is set up where Millrace is started. Where a node has none, it means the one called default. */
public record ClusterName(String value) {
    public static final String HELP = "Name of a Kafka cluster that is set up where Millrace is started (millrace.kafka.clusters); empty: " + Topic.DEFAULT_CLUSTER;

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public ClusterName {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("This is no name of a cluster that is set up: lower-case letters, digits and hyphens. An address or a password does not belong here");
        }
    }

    /** Whether a text can be the name of a cluster. */
    public static boolean isName(String text) {
        return ALLOWED.matcher(text).matches();
    }

    /** What a setting means, also an absent one. */
    public static String of(Optional<ClusterName> setting) {
        return setting.map(ClusterName::value).orElse(Topic.DEFAULT_CLUSTER);
    }

    /** The cluster whose topics a node reads or writes, if it does. */
    public static String of(Shape shape) {
        return switch (shape) {
            case Source source -> of(source.cluster());
            case Sink sink -> of(sink.cluster());
            default -> Topic.DEFAULT_CLUSTER;
        };
    }

    @Override public String toString() {
        return value;
    }
}
