package dev.millrace.flink;

import dev.millrace.flink.connect.Databases;
import dev.millrace.runtime.jdbc.JdbcTable;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Databases that pipelines may use, such as {@code millrace.databases.warehouse.url}. Their passwords stay out of pipelines.
 *
 * @param databases by the name that pipelines use
 */
@ConfigurationProperties("millrace")
record DatabaseProperties(@DefaultValue Map<String, Database> databases) {
    /** @param url such as jdbc:postgresql://host:5432/database */
    record Database(String url, @DefaultValue("") String user, @DefaultValue("") String password) {}

    Databases all() {
        var addresses = new TreeMap<String, JdbcTable.Address>();
        databases.forEach((name, d) -> addresses.put(name, new JdbcTable.Address(d.url(), d.user(), d.password())));
        return new Databases(addresses);
    }
}
