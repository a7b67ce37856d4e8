package dev.millrace.server.dashboards;

import dev.millrace.rel.Rel;

/** Reads records of topics that are not JSON, as the job of a pipeline would. */
public interface RowReading {
    /** @throws IllegalArgumentException where records cannot be read so at all, with a sentence for people */
    Reader open(Rel.KafkaScan scan);

    /** For one thread at a time. */
    interface Reader {
        /**
         * The row of a record as a JSON object.
         *
         * @param key may be null
         * @throws Unreadable where the record does not fit
         * @throws dev.millrace.server.outside.OutsideUnavailable where a schema registry is needed and does not answer
         */
        byte[] json(byte[] key, byte[] value) throws Unreadable;
    }

    /** A record that is no row. The message says why, in words. */
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreadable(String why) {
            // Thousands of them may come, and nobody looks where from.
            super(why, null, false, false);
        }
    }
}
