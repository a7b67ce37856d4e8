package dev.millrace.server.outside;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Systems that pipelines may use by the name under which they are set up, such as {@code millrace.registries.main.url} and
 * {@code millrace.databases.warehouse.url}. Their addresses and passwords stay out of pipelines.
 *
 * @param registries schema registries, by name
 * @param databases by name
 */
@ConfigurationProperties("millrace")
public record OutsideSystems(@DefaultValue Map<String, Registry> registries, @DefaultValue Map<String, Database> databases) {
    /** @param url such as http://host:8081 */
    public record Registry(String url, @DefaultValue("") String user, @DefaultValue("") String password) {
        @Override public String toString() {
            return url;
        }
    }

    /** @param url such as jdbc:postgresql://host:5432/database */
    public record Database(String url, @DefaultValue("") String user, @DefaultValue("") String password) {
        @Override public String toString() {
            return "a database";
        }
    }
}
