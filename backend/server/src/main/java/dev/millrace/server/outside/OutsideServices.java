package dev.millrace.server.outside;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Services that pipelines and alerts may call, such as {@code millrace.http.alerts.url} and {@code millrace.http.alerts.headers.Authorization}. Their addresses
 * and secrets stay out of pipelines and of the database.
 *
 * @param http by the name that pipelines and channels use
 */
@ConfigurationProperties("millrace")
public record OutsideServices(@DefaultValue Map<String, Service> http) {
    /** @param headers sent with each request; they may hold secrets */
    public record Service(String url, @DefaultValue Map<String, String> headers) {
        /** Scheme, host and port alone: a path may be a secret too. */
        public String place() {
            URI uri = URI.create(url.strip());
            return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        }

        /** Without address and headers: there may be secrets in both. */
        @Override public String toString() {
            return "a service";
        }
    }
}
