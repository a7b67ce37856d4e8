package dev.millrace.server;

import dev.millrace.server.instance.Leadership;
import dev.millrace.server.instance.Notices;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/** What all services of the server stand on. Found by the application's component scan of {@code dev.millrace}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MillraceProperties.class)
@PropertySource("classpath:millrace-server.properties")
class ServerConfiguration {
    @Bean Notices notices(DataSource database) {
        return new Notices(database);
    }

    @Bean Leadership leadership(DataSource database) {
        return new Leadership(database);
    }
}
