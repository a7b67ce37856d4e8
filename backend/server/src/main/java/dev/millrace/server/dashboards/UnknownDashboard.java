package dev.millrace.server.dashboards;

/** No such dashboard, or none that the one who asks may see. */
public final class UnknownDashboard extends RuntimeException {
    UnknownDashboard(DashboardId id) {
        super("There is no dashboard " + id + ". It may have been deleted, or its owner keeps it private; ask whoever gave you the link");
    }
}
