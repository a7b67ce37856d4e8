package dev.millrace.runtime.window;

import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * Late rows of windows that lie the same for all keys: tumbling, hopping, cumulating. The last window of a row begins at the
 * cut before it.
 */
public final class LateForSlices extends LateSplit {
    private static final long serialVersionUID = 1L;

    private final Slices slices;

    public LateForSlices(RowTime time, Slices slices, OutputTag<RowData> late) {
        super(time, late);
        this.slices = slices;
    }

    /**
     * All in milliseconds.
     *
     * @param every distance between the beginnings of two windows
     * @param length from a beginning to the last end of a window that begins there
     */
    public record Slices(long every, long length, long offset) implements java.io.Serializable {
        /** When the last window that holds this time is over; exclusive. */
        long lastEnd(long at) {
            return at - Math.floorMod(at - offset, every) + length;
        }
    }

    @Override
    boolean isLate(long at, long watermark) {
        return slices.lastEnd(at) - 1 <= watermark;
    }
}
