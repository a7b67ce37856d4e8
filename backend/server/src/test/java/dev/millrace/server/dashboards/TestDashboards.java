package dev.millrace.server.dashboards;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Dashboards in a database, for tests of other rooms. */
public final class TestDashboards {
    public static final String ADMINISTRATOR = "admin";

    private TestDashboards() {}

    public static Dashboards on(DataSource database) {
        return new StoredDashboards(new DashboardStore(JdbcClient.create(database)), ADMINISTRATOR::equals);
    }
}
