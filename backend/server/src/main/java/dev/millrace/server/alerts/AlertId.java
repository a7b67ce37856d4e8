package dev.millrace.server.alerts;

import dev.millrace.server.Uuids;
import java.util.Optional;
import java.util.UUID;

/** Identity of one alert, from its beginning to its end. */
public record AlertId(UUID value) {
    public static AlertId random() {
        return new AlertId(UUID.randomUUID());
    }

    public static Optional<AlertId> parse(String text) {
        return Uuids.parse(text).map(AlertId::new);
    }

    @Override public String toString() {
        return value.toString();
    }
}
