package dev.millrace.server.alerts;

import dev.millrace.server.Uuids;
import java.util.Optional;
import java.util.UUID;

/** Identity of a channel. */
public record ChannelId(UUID value) {
    public static ChannelId random() {
        return new ChannelId(UUID.randomUUID());
    }

    public static Optional<ChannelId> parse(String text) {
        return Uuids.parse(text).map(ChannelId::new);
    }

    @Override public String toString() {
        return value.toString();
    }
}
