package dev.millrace.server.alerts;

import dev.millrace.server.Uuids;
import java.util.Optional;
import java.util.UUID;

/** Identity of a rule. */
public record RuleId(UUID value) {
    public static RuleId random() {
        return new RuleId(UUID.randomUUID());
    }

    public static Optional<RuleId> parse(String text) {
        return Uuids.parse(text).map(RuleId::new);
    }

    @Override public String toString() {
        return value.toString();
    }
}
