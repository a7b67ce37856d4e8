package dev.millrace.server.dashboards;

import java.time.Instant;

/**
 * A dashboard as it is kept.
 *
 * @param everybody whether others see it; only its owner and administrators change it
 * @param version counts its changes, 1 for the first
 */
public record StoredDashboard(DashboardId id, String owner, boolean everybody, long version, Dashboard dashboard, Instant changedAt, String changedBy) {}
