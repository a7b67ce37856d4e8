package dev.millrace.server.dashboards;

import dev.millrace.server.Subscription;
import dev.millrace.server.design.Author;
import dev.millrace.server.security.AdministratorsOnly;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dashboards in the database, and who may do what with them. */
final class StoredDashboards implements Dashboards {
    private static final Logger LOG = LoggerFactory.getLogger(StoredDashboards.class);

    private final DashboardStore store;
    private final Predicate<String> administrators;
    private final List<Consumer<DashboardId>> listeners = new CopyOnWriteArrayList<>();

    /** @param administrators whether a user is one */
    StoredDashboards(DashboardStore store, Predicate<String> administrators) {
        this.store = store;
        this.administrators = administrators;
    }

    @Override public List<StoredDashboard> list(String viewer) {
        return store.list(viewer);
    }

    @Override public StoredDashboard get(DashboardId id, String viewer) {
        return store.find(id, viewer).orElseThrow(() -> new UnknownDashboard(id));
    }

    @Override public boolean mayChange(StoredDashboard dashboard, String user) {
        return dashboard.owner().equals(user) || administrators.test(user);
    }

    @Override public StoredDashboard create(Dashboard dashboard, boolean everybody, Author author) {
        DashboardId id = DashboardId.random();
        store.insert(id, checked(dashboard), everybody, author.name());
        LOG.info("{} made the dashboard {}", author.name(), id);
        return get(id, author.name());
    }

    @Override public StoredDashboard replace(DashboardId id, long seen, Dashboard dashboard, boolean everybody, Author author) {
        StoredDashboard now = permitted(id, author);
        // An administrator who hides what is somebody else's would not find it again.
        boolean shown = everybody || !now.owner().equals(author.name());
        if (!store.update(id, seen, checked(dashboard), shown, author.name())) {
            throw new StaleDashboard(seen, store.version(id).orElseThrow(() -> new UnknownDashboard(id)));
        }
        listeners.forEach(l -> l.accept(id));
        return get(id, author.name());
    }

    @Override public void delete(DashboardId id, Author author) {
        permitted(id, author);
        store.delete(id);
        LOG.info("{} deleted the dashboard {}", author.name(), id);
        listeners.forEach(l -> l.accept(id));
    }

    @Override public Subscription listen(Consumer<DashboardId> listener) {
        Consumer<DashboardId> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    private StoredDashboard permitted(DashboardId id, Author author) {
        StoredDashboard now = get(id, author.name());
        if (!mayChange(now, author.name())) {
            throw new AdministratorsOnly("Only " + now.owner() + " or an administrator may change the dashboard '" + now.dashboard().title() + "'. Make a copy to change that");
        }
        return now;
    }

    /** By the one reader, whatever way it came. */
    private static Dashboard checked(Dashboard dashboard) {
        return DashboardDocument.read(DashboardDocument.write(dashboard));
    }
}
