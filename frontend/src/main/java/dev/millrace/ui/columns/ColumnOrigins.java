package dev.millrace.ui.columns;

import dev.millrace.server.columns.Columns;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.outside.DatabaseTables;
import dev.millrace.server.outside.SchemaRegistries;
import org.springframework.stereotype.Component;

/** Where columns can be read from, for pages. */
@Component
public record ColumnOrigins(Columns columns, Topics topics, SchemaRegistries registries, DatabaseTables databases) {}
