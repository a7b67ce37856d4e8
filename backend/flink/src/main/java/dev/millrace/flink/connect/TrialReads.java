package dev.millrace.flink.connect;

import dev.millrace.rel.Rel;
import dev.millrace.runtime.source.Envelope;
import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.source.RowDecoder;
import dev.millrace.server.columns.RecordTrial;
import dev.millrace.server.outside.OutsideUnavailable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads records with what reads them in a job. A record that comes through costs one reading; of one that does not, each column is tried
 * alone to find those at fault.
 */
public final class TrialReads implements RecordTrial {
    private static final int LONGEST_REASON = 200;

    private final Registries registries;

    public TrialReads(Registries registries) {
        this.registries = registries;
    }

    @Override
    public List<Fault> faults(Rel.KafkaScan scan, List<Entry> records) {
        ReadSettings settings = KafkaConnectors.settings(scan, registries);
        try {
            var whole = new RowDecoder(settings);
            Alone alone = null;
            var faults = new ArrayList<Fault>();
            for (int i = 0; i < records.size(); i++) {
                Optional<String> reason = reason(whole, settings.columns(), records.get(i));
                if (reason.isPresent()) {
                    alone = alone == null ? new Alone(settings) : alone;
                    faults.addAll(alone.faults(i, records.get(i), reason.get()));
                }
            }
            return faults;
        } catch (UncheckedIOException registryIsAway) {
            throw new OutsideUnavailable(registryIsAway.getMessage(), registryIsAway);
        }
    }

    /** Reads each column that is in the value without the others. */
    private static final class Alone {
        private static final RowType NONE = new RowType(List.of());

        private final ReadSettings settings;
        private final RowDecoder nothing;
        private final Map<String, RowDecoder> columns = new LinkedHashMap<>();

        Alone(ReadSettings settings) {
            this.settings = settings;
            this.nothing = decoder(NONE, -1);
            List<String> names = settings.columns().getFieldNames();
            for (int i = 0; i < names.size(); i++) {
                if (!settings.parts().containsKey(i)) {
                    // The event time must be there, so it is tried as such.
                    columns.put(names.get(i), decoder(column(settings.columns(), names.get(i)), i == settings.eventTime() ? 0 : -1));
                }
            }
        }

        private RowDecoder decoder(RowType type, int eventTime) {
            return new RowDecoder(new ReadSettings(type, eventTime, settings.delay(), null, settings.format(), Map.of(), new int[0]));
        }

        /** Where not even nothing can be read of it, it is the record, and not its columns. */
        List<Fault> faults(int record, Entry entry, String reason) {
            var found = new ArrayList<Fault>();
            if (reason(nothing, NONE, entry).isEmpty()) {
                columns.forEach((name, decoder) -> reason(decoder, column(settings.columns(), name), entry)
                        .ifPresent(why -> found.add(new Fault(record, name, withoutName(why, name)))));
            }
            return found.isEmpty() ? List.of(new Fault(record, "", shortened(reason))) : found;
        }
    }

    private static RowType column(RowType all, String name) {
        return new RowType(List.of(all.getFields().get(all.getFieldIndex(name))));
    }

    private static Optional<String> reason(RowDecoder decoder, RowType type, Entry record) {
        RowData row = decoder.decode("", 0, 0, -1, record.key(), record.value());
        return Optional.ofNullable(Envelope.reason(row, type.getFieldCount()));
    }

    private static String withoutName(String reason, String name) {
        return shortened(reason.startsWith(name + ": ") ? reason.substring(name.length() + 2) : reason);
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }
}
