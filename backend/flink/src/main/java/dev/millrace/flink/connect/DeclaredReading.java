package dev.millrace.flink.connect;

import dev.millrace.rel.Rel;
import dev.millrace.runtime.json.JsonEncoder;
import dev.millrace.runtime.source.Envelope;
import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.source.RowDecoder;
import dev.millrace.server.dashboards.RowReading;
import dev.millrace.server.outside.OutsideUnavailable;
import java.io.UncheckedIOException;
import org.apache.flink.table.data.RowData;

/** Reads records with what reads them in a job, and writes the rows as our sinks do. */
public final class DeclaredReading implements RowReading {
    private final Registries registries;

    public DeclaredReading(Registries registries) {
        this.registries = registries;
    }

    @Override
    public Reader open(Rel.KafkaScan scan) {
        ReadSettings settings = KafkaConnectors.settings(scan, registries);
        var decoder = new RowDecoder(settings);
        var encoder = new JsonEncoder(settings.columns());
        int columns = settings.columns().getFieldCount();
        return (key, value) -> {
            RowData row;
            try {
                row = decoder.decode("", 0, 0, -1, key, value);
            } catch (UncheckedIOException registryIsAway) {
                throw new OutsideUnavailable(registryIsAway.getMessage(), registryIsAway);
            }
            String reason = Envelope.reason(row, columns);
            if (reason != null) {
                throw new Unreadable(reason);
            }
            return encoder.encode(row);
        };
    }
}
