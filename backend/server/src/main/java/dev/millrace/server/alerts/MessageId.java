package dev.millrace.server.alerts;

import dev.millrace.server.Uuids;
import java.util.Optional;
import java.util.UUID;

/** Identity of a message on its way. */
public record MessageId(UUID value) {
    public static MessageId random() {
        return new MessageId(UUID.randomUUID());
    }

    public static Optional<MessageId> parse(String text) {
        return Uuids.parse(text).map(MessageId::new);
    }

    @Override public String toString() {
        return value.toString();
    }
}
