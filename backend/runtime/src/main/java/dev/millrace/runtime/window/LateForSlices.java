package dev.millrace.runtime.window;

import java.time.ZoneId;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.util.TimeWindowUtil;
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
     * All lengths in milliseconds.
     *
     * @param every distance between the beginnings of two windows
     * @param length from a beginning to the last end of a window that begins there
     * @param zone whose clock cuts the windows
     */
    public record Slices(long every, long length, long offset, ZoneId zone) implements java.io.Serializable {
        /** The last millisecond, in time that passes, of the last window that holds this time. */
        long last(long at) {
            long local = TimeWindowUtil.toUtcTimestampMills(at, zone);
            return TimeWindowUtil.toEpochMillsForTimer(local - Math.floorMod(local - offset, every) + length - 1, zone);
        }
    }

    @Override
    boolean isLate(long at, long watermark) {
        return slices.last(at) <= watermark;
    }
}
