package dev.millrace.server.sample;

import java.util.List;

/** What a source gives in a preview. */
public sealed interface SourceSample {

    /** Records that were read before, oldest first; the source's own decoder reads them. */
    record Records(List<SampleRecord> records) implements SourceSample {
        public Records {
            records = List.copyOf(records);
        }
    }

    /** Rows in the order in which they come, whatever the source's format is. */
    record Rows(List<Row> rows) implements SourceSample {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** The first rows that the source itself gives: a table, files, a demo stream. */
    record First(int most) implements SourceSample {}

    /**
     * @param kind +I, -U, +U or -D; where the source gives rows without changes, +I
     * @param json an object with the source's columns
     */
    record Row(String kind, String json) {
        public static Row of(String json) {
            return new Row("+I", json);
        }
    }
}
