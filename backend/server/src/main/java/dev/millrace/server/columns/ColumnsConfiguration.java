package dev.millrace.server.columns;

import dev.millrace.server.kafka.Samples;
import dev.millrace.server.outside.DatabaseTables;
import dev.millrace.server.outside.SchemaRegistries;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what proposes columns. The trial of records is the one of Flink's room. */
@Configuration(proxyBeanMethods = false)
class ColumnsConfiguration {
    @Bean Columns columns(Samples samples, SchemaRegistries registries, DatabaseTables databases, RecordTrial trial) {
        return new ReadColumns(samples, registries, databases, trial);
    }
}
