package dev.millrace.flink;

import dev.millrace.flink.connect.Registries;
import dev.millrace.runtime.avro.AvroFormat;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Schema registries that pipelines may use, such as {@code millrace.registries.main.url}. Their passwords stay out of pipelines.
 *
 * @param registries by the name that pipelines use
 */
@ConfigurationProperties("millrace")
record RegistryProperties(@DefaultValue Map<String, Registry> registries) {
    /** @param url such as http://host:8081 */
    record Registry(String url, @DefaultValue("") String user, @DefaultValue("") String password) {}

    Registries all() {
        var known = new TreeMap<String, AvroFormat.Registry>();
        registries.forEach((name, r) -> known.put(name, new AvroFormat.Registry(name, r.url(), r.user(), r.password())));
        return new Registries(known);
    }
}
