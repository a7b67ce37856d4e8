package dev.millrace.server.deployment;

import java.util.Optional;
import java.util.UUID;

/** Names an entry of the catalogue of kept state. */
public record SavepointId(UUID value) {
    public static SavepointId random() {
        return new SavepointId(UUID.randomUUID());
    }

    /** Empty where the text is no id. */
    public static Optional<SavepointId> parse(String text) {
        try {
            return Optional.of(new SavepointId(UUID.fromString(text)));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    @Override public String toString() {
        return value.toString();
    }
}
