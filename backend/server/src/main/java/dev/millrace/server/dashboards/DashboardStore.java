package dev.millrace.server.dashboards;

import dev.millrace.document.DocumentRefused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Dashboards in PostgreSQL. */
final class DashboardStore {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardStore.class);
    private static final String SEEN = "select * from dashboard where (everybody or owner = :viewer) ";

    private final JdbcClient jdbc;

    DashboardStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<StoredDashboard> list(String viewer) {
        return jdbc.sql(SEEN + "order by changed_at desc, id").param("viewer", viewer).query(DashboardStore::row).list().stream().flatMap(Optional::stream).toList();
    }

    Optional<StoredDashboard> find(DashboardId id, String viewer) {
        return jdbc.sql(SEEN + "and id = :id").param("viewer", viewer).param("id", id.value()).query(DashboardStore::row).list().stream().flatMap(Optional::stream).findFirst();
    }

    void insert(DashboardId id, Dashboard dashboard, boolean everybody, String owner) {
        jdbc.sql("insert into dashboard (id, owner, everybody, version, document, changed_by) values (?, ?, ?, 1, ?, ?)")
                .params(id.value(), owner, everybody, DashboardDocument.write(dashboard), owner).update();
    }

    /** @return whether it was at the version that was seen */
    boolean update(DashboardId id, long seen, Dashboard dashboard, boolean everybody, String who) {
        return jdbc.sql("update dashboard set document = ?, everybody = ?, version = version + 1, changed_at = clock_timestamp(), changed_by = ? where id = ? and version = ?")
                .params(DashboardDocument.write(dashboard), everybody, who, id.value(), seen).update() == 1;
    }

    OptionalLong version(DashboardId id) {
        return jdbc.sql("select version from dashboard where id = ?").param(id.value()).query(Long.class).optional().map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    void delete(DashboardId id) {
        jdbc.sql("delete from dashboard where id = ?").param(id.value()).update();
    }

    /** One document that cannot be read must not hide all the others. */
    private static Optional<StoredDashboard> row(ResultSet row, int number) throws SQLException {
        var id = new DashboardId(row.getObject("id", UUID.class));
        try {
            return Optional.of(new StoredDashboard(id, row.getString("owner"), row.getBoolean("everybody"), row.getLong("version"), DashboardDocument.read(row.getString("document")),
                    row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getString("changed_by")));
        } catch (DocumentRefused unreadable) {
            LOG.error("The dashboard {} cannot be read", id, unreadable);
            return Optional.empty();
        }
    }
}
