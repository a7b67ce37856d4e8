package dev.millrace.flink.connect;

import dev.millrace.rel.Rel;
import dev.millrace.runtime.source.Envelope;
import dev.millrace.runtime.source.ReadSettings;
import dev.millrace.runtime.source.RecordPart;
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
            var columns = new LinkedHashMap<String, RowDecoder>();
            var faults = new ArrayList<Fault>();
            for (int i = 0; i < records.size(); i++) {
                Optional<String> reason = reason(whole, settings.columns(), records.get(i));
                if (reason.isPresent()) {
                    if (columns.isEmpty()) {
                        columns.putAll(alone(settings));
                    }
                    faults.addAll(faults(i, records.get(i), reason.get(), columns, settings));
                }
            }
            return faults;
        } catch (UncheckedIOException registryIsAway) {
            throw new OutsideUnavailable(registryIsAway.getMessage(), registryIsAway);
        }
    }

    /** Where no column can be read, it is the record, and not the columns. */
    private static List<Fault> faults(int record, Entry entry, String reason, Map<String, RowDecoder> columns, ReadSettings settings) {
        var found = new ArrayList<Fault>();
        var nothing = new RowDecoder(new ReadSettings(new RowType(List.of()), -1, settings.delay(), null, settings.format(), Map.of(), new int[0]));
        if (reason(nothing, new RowType(List.of()), entry).isEmpty()) {
            columns.forEach((name, decoder) -> reason(decoder, column(settings.columns(), name), entry)
                    .ifPresent(why -> found.add(new Fault(record, name, withoutName(why, name)))));
        }
        return found.isEmpty() ? List.of(new Fault(record, "", shortened(reason))) : found;
    }

    /** A decoder for each column that is in the value. The event time must be there, so it is tried as such. */
    private static Map<String, RowDecoder> alone(ReadSettings settings) {
        var decoders = new LinkedHashMap<String, RowDecoder>();
        List<String> names = settings.columns().getFieldNames();
        for (int i = 0; i < names.size(); i++) {
            RecordPart part = settings.parts().get(i);
            if (part == null) {
                decoders.put(names.get(i), new RowDecoder(new ReadSettings(column(settings.columns(), names.get(i)), i == settings.eventTime() ? 0 : -1, settings.delay(),
                        null, settings.format(), Map.of(), new int[0])));
            }
        }
        return decoders;
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
