package dev.millrace.server.connections;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gathers what each room that talks to a system outside offers to be tried. */
@Configuration(proxyBeanMethods = false)
class ConnectionsConfiguration {
    @Bean Connections connections(ObjectProvider<ConnectionSource> all) {
        return new Connections(all.stream().flatMap(source -> source.connections().stream()).toList());
    }
}
