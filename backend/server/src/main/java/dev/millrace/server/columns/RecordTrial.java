package dev.millrace.server.columns;

import dev.millrace.rel.Rel;
import java.util.List;

/** Reads records as a job would, without one: what it says of a record is what would happen to it. */
public interface RecordTrial {
    /**
     * What keeps records from becoming rows of the scan: nothing for those that do. A record may have several faults, one for each column.
     *
     * @throws IllegalArgumentException where the scan itself cannot be, with a sentence for people
     */
    List<Fault> faults(Rel.KafkaScan scan, List<Entry> records);

    /** @param key and value may be null */
    record Entry(byte[] key, byte[] value) {}

    /**
     * @param record its place in the list
     * @param column whose value does not fit; empty text where the whole record cannot be read
     * @param reason in words: "expected BIGINT, found text "x""
     */
    record Fault(int record, String column, String reason) {}
}
