package dev.millrace.server.dashboards;

import dev.millrace.server.Uuids;
import java.util.Optional;
import java.util.UUID;

/** Identity of a dashboard; stands in its link and never changes. */
public record DashboardId(UUID value) {
    public static DashboardId random() {
        return new DashboardId(UUID.randomUUID());
    }

    public static Optional<DashboardId> parse(String text) {
        return Uuids.parse(text).map(DashboardId::new);
    }

    @Override public String toString() {
        return value.toString();
    }
}
