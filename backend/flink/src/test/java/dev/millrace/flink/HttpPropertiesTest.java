package dev.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.http.HttpAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class HttpPropertiesTest {
    private static HttpProperties bound(PropertySource<?> source) {
        var sources = new MutablePropertySources();
        sources.addLast(source);
        return new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("millrace", HttpProperties.class);
    }

    @Test
    void servicesAreSetUpByVariablesAndByProperties() {
        var variables = bound(new SystemEnvironmentPropertySource("systemEnvironment", Map.of("MILLRACE_HTTP_ALERTS_URL", "https://hooks.example/a",
                "MILLRACE_HTTP_ALERTS_HEADERS_AUTHORIZATION", "Bearer x")));
        assertThat(variables.all().byName()).isEqualTo(Map.of("alerts", new HttpAddress("https://hooks.example/a", Map.of("authorization", "Bearer x"))));
        var properties = bound(new MapPropertySource("file", Map.of("millrace.http.my-crm.url", "http://crm:80/api", "millrace.http.my-crm.headers.X-Key", "k")));
        assertThat(properties.all().byName()).isEqualTo(Map.of("my-crm", new HttpAddress("http://crm:80/api", Map.of("X-Key", "k"))));
    }

    @Test
    void withoutAnyThereAreNone() {
        assertThat(bound(new MapPropertySource("file", Map.of())).all().byName()).isEmpty();
    }

    @Test
    void whatCannotBeAnAddressOrAHeaderIsToldByNameAndWithoutSecrets() {
        assertThatThrownBy(() -> bound(new MapPropertySource("file", Map.of("millrace.http.a.headers.X", "secret"))).all())
                .hasMessageContaining("millrace.http.a: An address begins with").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> bound(new MapPropertySource("file", Map.of("millrace.http.a.url", "http://a/", "millrace.http.a.headers.Host", "secret"))).all())
                .hasMessageContaining("millrace.http.a").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> bound(new MapPropertySource("file", Map.of("millrace.http.a.url", "http://a/", "millrace.http.a.headers.X", "se\ncret"))).all())
                .hasMessageContaining("millrace.http.a").hasMessageNotContaining("cret");
    }
}
