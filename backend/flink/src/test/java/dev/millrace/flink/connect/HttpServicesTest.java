package dev.millrace.flink.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.http.HttpAddress;
import dev.millrace.server.outside.OutsideServices;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class HttpServicesTest {
    private static HttpServices bound(PropertySource<?> source) {
        var sources = new MutablePropertySources();
        sources.addLast(source);
        return HttpServices.of(new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("millrace", OutsideServices.class));
    }

    @Test
    void servicesAreSetUpByVariablesAndByProperties() {
        var variables = bound(new SystemEnvironmentPropertySource("systemEnvironment", Map.of("MILLRACE_HTTP_ALERTS_URL", "https://hooks.example/a",
                "MILLRACE_HTTP_ALERTS_HEADERS_AUTHORIZATION", "Bearer x")));
        assertThat(variables.byName()).isEqualTo(Map.of("alerts", new HttpAddress("https://hooks.example/a", Map.of("authorization", "Bearer x"))));
        var properties = bound(new MapPropertySource("file", Map.of("millrace.http.my-crm.url", "http://crm:80/api", "millrace.http.my-crm.headers.X-Key", "k")));
        assertThat(properties.byName()).isEqualTo(Map.of("my-crm", new HttpAddress("http://crm:80/api", Map.of("X-Key", "k"))));
    }

    @Test
    void withoutAnyThereAreNone() {
        assertThat(bound(new MapPropertySource("file", Map.of())).byName()).isEmpty();
    }

    @Test
    void whatCannotBeAnAddressOrAHeaderIsToldByNameAndWithoutSecrets() {
        assertThatThrownBy(() -> bound(new MapPropertySource("file", Map.of("millrace.http.a.headers.X", "secret"))))
                .hasMessageContaining("millrace.http.a: An address begins with").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> bound(new MapPropertySource("file", Map.of("millrace.http.a.url", "http://a/", "millrace.http.a.headers.Host", "secret"))))
                .hasMessageContaining("millrace.http.a").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> bound(new MapPropertySource("file", Map.of("millrace.http.a.url", "http://a/", "millrace.http.a.headers.X", "se\ncret"))))
                .hasMessageContaining("millrace.http.a").hasMessageNotContaining("cret");
    }
}
