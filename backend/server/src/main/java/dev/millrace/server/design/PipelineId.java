package dev.millrace.server.design;

import dev.millrace.server.Uuids;
import java.util.Optional;
import java.util.UUID;

/** Identity of a stored pipeline; never reused, never changed. */
public record PipelineId(UUID value) {
    public static PipelineId random() {
        return new PipelineId(UUID.randomUUID());
    }

    public static Optional<PipelineId> parse(String text) {
        return Uuids.parse(text).map(PipelineId::new);
    }

    @Override public String toString() {
        return value.toString();
    }
}
