package dev.millrace.server.deployment;

import java.util.Optional;
import java.util.UUID;

/** Identity of one deployment of one revision of a pipeline. */
public record DeploymentId(UUID value) {
    public static DeploymentId random() {
        return new DeploymentId(UUID.randomUUID());
    }

    public static Optional<DeploymentId> parse(String text) {
        try {
            return text != null && text.length() == 36 ? Optional.of(new DeploymentId(UUID.fromString(text))) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override public String toString() {
        return value.toString();
    }
}
