package dev.millrace.flink;

import dev.millrace.flink.connect.HttpServices;
import dev.millrace.runtime.http.HttpAddress;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Services that pipelines may call, such as {@code millrace.http.alerts.url} and
 * {@code millrace.http.alerts.headers.Authorization}. Their addresses and secrets stay out of pipelines.
 *
 * @param http by the name that pipelines use
 */
@ConfigurationProperties("millrace")
record HttpProperties(@DefaultValue Map<String, Service> http) {
    /** @param headers sent with each request */
    record Service(String url, @DefaultValue Map<String, String> headers) {}

    HttpServices all() {
        var addresses = new TreeMap<String, HttpAddress>();
        http.forEach((name, service) -> {
            try {
                addresses.put(name, new HttpAddress(service.url() == null ? "" : service.url(), service.headers()));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException("millrace.http." + name + ": " + e.getMessage());
            }
        });
        return new HttpServices(addresses);
    }
}
