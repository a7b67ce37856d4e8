package dev.millrace.server.shadow;

import java.util.Optional;
import java.util.UUID;

/** Names a shadow run. */
public record ShadowId(UUID value) {
    public static ShadowId random() {
        return new ShadowId(UUID.randomUUID());
    }

    /** Empty where the text is no id. */
    public static Optional<ShadowId> parse(String text) {
        try {
            return Optional.of(new ShadowId(UUID.fromString(text)));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    @Override public String toString() {
        return value.toString();
    }
}
