package dev.millrace.server.outside;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the systems outside that people look into. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({OutsideSystems.class, OutsideServices.class})
class OutsideConfiguration {
    @Bean SchemaRegistries schemaRegistries(OutsideSystems systems) {
        return new HttpSchemaRegistries(systems.registries());
    }

    @Bean DatabaseTables databaseTables(OutsideSystems systems) {
        return new PostgresTables(systems.databases());
    }
}
