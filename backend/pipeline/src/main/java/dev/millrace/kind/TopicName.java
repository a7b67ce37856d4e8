package dev.millrace.kind;

import java.util.regex.Pattern;

/** Name of a Kafka topic, as Kafka allows it. */
public record TopicName(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    public TopicName {
        if (!ALLOWED.matcher(value).matches() || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    "'" + value + "' is no topic name: letters, digits, dots, underscores and hyphens, at most 249 characters");
        }
    }

    @Override public String toString() {
        return value;
    }
}
