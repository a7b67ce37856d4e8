package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.compile.Compilation;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the compiler found.
 *
 * @param deployable whether it could run
 * @param ports the schema of each output port ("orders.out") that is known
 */
record ValidationBody(boolean deployable, List<DiagnosticBody> diagnostics, Map<String, SchemaBody> ports) {

    /** What flows out of a port. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SchemaBody(List<ColumnBody> columns, String eventTime, List<String> key, String changelog) {
        static SchemaBody of(Schema schema) {
            return new SchemaBody(schema.columns().stream().map(c -> new ColumnBody(c.name(), c.type().toString(), c.nullable())).toList(),
                    schema.eventTime().orElse(null), schema.key(), schema.changelog().name());
        }
    }

    record ColumnBody(String name, String type, boolean nullable) {}

    static ValidationBody of(Compilation compilation) {
        return of(compilation, Diagnostics.NONE);
    }

    /** @param findings what else was found, by looking at the data */
    static ValidationBody of(Compilation compilation, Diagnostics findings) {
        var ports = new TreeMap<String, SchemaBody>();
        compilation.schemas().forEach((port, schema) -> ports.put(port.toString(), SchemaBody.of(schema)));
        return new ValidationBody(compilation.plan().isPresent(), DiagnosticBody.of(compilation.diagnostics().plus(findings)), ports);
    }
}
