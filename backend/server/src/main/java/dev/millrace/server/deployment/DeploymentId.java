package dev.millrace.server.deployment;

import dev.millrace.server.Uuids;
import java.util.Optional;
import java.util.UUID;

/** Identity of one deployment of one revision of a pipeline. */
public record DeploymentId(UUID value) {
    public static DeploymentId random() {
        return new DeploymentId(UUID.randomUUID());
    }

    public static Optional<DeploymentId> parse(String text) {
        return Uuids.parse(text).map(DeploymentId::new);
    }

    @Override public String toString() {
        return value.toString();
    }
}
