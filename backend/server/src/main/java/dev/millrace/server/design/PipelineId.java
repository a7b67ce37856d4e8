package dev.millrace.server.design;

import java.util.Optional;
import java.util.UUID;

/** Identity of a stored pipeline; never reused, never changed. */
public record PipelineId(UUID value) {
    public static PipelineId random() {
        return new PipelineId(UUID.randomUUID());
    }

    public static Optional<PipelineId> parse(String text) {
        try {
            return text != null && text.length() == 36 ? Optional.of(new PipelineId(UUID.fromString(text))) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override public String toString() {
        return value.toString();
    }
}
