package dev.millrace.runtime.latency;

import java.util.function.LongSupplier;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;

/**
 * Sends a marker behind a record now and then, with the time at which that record came into its topic. Where it arrives at a sink, all that the record has
 * caused on the way is there too, as far as it was not kept for later.
 *
 * <pre>
 *   topic ──▶ record, marker(when the record was written) ──▶ … ──▶ {@link Arrivals}: clock - that time
 * </pre>
 *
 * <p>The marker is Flink's own element for this, which keeps its place among the rows. Flink sends some by itself where that is switched on, with the time at
 * which it sends them; these are told apart by an id.
 */
public final class Departures {
    /** A time that is none: no marker is due. */
    public static final long NONE = Long.MIN_VALUE;
    static final OperatorID OURS = new OperatorID(0x6d696c6c72616365L, 0x6c6174656e637921L);
    static final long EVERY_MILLIS = 100;
    /** So many records at most go by without a look at the clock, which costs about as much as to count ten of them. */
    private static final int MOST_UNSEEN = 7;
    private static final int FEW = 8;

    private final Output<?> output;
    private final int copy;
    private final LongSupplier clock;
    private long last;
    private int passed;
    private int unseen;

    /** @param copy of the operator, by its number */
    public Departures(Output<?> output, int copy) {
        this(output, copy, System::currentTimeMillis);
    }

    Departures(Output<?> output, int copy, LongSupplier clock) {
        this.output = output;
        this.copy = copy;
        this.clock = clock;
    }

    /**
     * To be asked before a record is handed on.
     *
     * @param written when it was written into its topic, in milliseconds since 1970; not positive where there is no topic, or the topic does not know
     * @return when it came in, for {@link #left}; {@link #NONE} where no marker is due
     */
    public long leaves(long written) {
        passed++;
        if (unseen > 0) {
            unseen--;
            return NONE;
        }
        long now = clock.getAsLong();
        if (now >= last && now - last < EVERY_MILLIS) {
            unseen = Math.min(MOST_UNSEEN, passed / FEW);
            return NONE;
        }
        last = now;
        passed = 0;
        return written > 0 ? written : now;
    }

    /** To be called when the record has been handed on. */
    public void left(long cameIn) {
        if (cameIn != NONE) {
            output.emitLatencyMarker(new LatencyMarker(cameIn, OURS, copy));
        }
    }
}
