package dev.millrace.server.dashboards;

import dev.millrace.server.Subscription;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.PipelineId;
import java.util.List;
import java.util.function.Consumer;

/** Dashboards that people made. A private one is there for its owner alone; one for everybody is changed by its owner and by administrators. */
public interface Dashboards {
    /** All that this user may see, those changed last first. */
    List<StoredDashboard> list(String viewer);

    /** Those of them that show a pipeline. */
    default List<StoredDashboard> of(PipelineId pipeline, String viewer) {
        return list(viewer).stream().filter(d -> d.dashboard().pipelines().contains(pipeline)).toList();
    }

    /** @throws UnknownDashboard */
    StoredDashboard get(DashboardId id, String viewer);

    /** Whether this user may change it. */
    boolean mayChange(StoredDashboard dashboard, String user);

    StoredDashboard create(Dashboard dashboard, boolean everybody, Author author);

    /**
     * Puts a document in the place of another.
     *
     * @param seen the version that the author has seen
     * @throws UnknownDashboard
     * @throws StaleDashboard where there is a newer one
     * @throws dev.millrace.server.security.AdministratorsOnly where it is somebody else's
     */
    StoredDashboard replace(DashboardId id, long seen, Dashboard dashboard, boolean everybody, Author author);

    /** @throws UnknownDashboard @throws dev.millrace.server.security.AdministratorsOnly where it is somebody else's */
    void delete(DashboardId id, Author author);

    /** Told the id of what was changed or deleted by this application, on the thread of whoever does it. */
    Subscription listen(Consumer<DashboardId> listener);
}
