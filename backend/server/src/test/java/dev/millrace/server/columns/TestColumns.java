package dev.millrace.server.columns;

import dev.millrace.server.kafka.Samples;

/** What proposes columns, without systems outside, for tests of other rooms. */
public final class TestColumns {
    private TestColumns() {}

    public static Columns of(Samples samples, RecordTrial trial) {
        return new ReadColumns(samples, null, null, trial);
    }
}
