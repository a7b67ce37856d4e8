package dev.millrace.runtime.window;

import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * Late rows of sessions: those whose own session would have closed and that meet no session of their key which is still open.
 * To know the open sessions it keeps where each begins and ends, by the window's own rules: sessions meet when not more than
 * a gap is between their rows.
 */
public final class LateForSessions extends LateSplit implements Triggerable<RowData, VoidNamespace> {
    private static final long serialVersionUID = 1L;
    /** Ends of open sessions by their beginnings. */
    private static final MapStateDescriptor<Long, Long> STATE =
            new MapStateDescriptor<>("sessions", LongSerializer.INSTANCE, LongSerializer.INSTANCE);

    private final long gap;
    private transient MapState<Long, Long> open;
    private transient InternalTimerService<VoidNamespace> timers;

    /** @param gap in milliseconds */
    public LateForSessions(RowTime time, long gap, OutputTag<RowData> late) {
        super(time, late);
        this.gap = gap;
    }

    @Override
    public void open() throws Exception {
        super.open();
        open = getRuntimeContext().getMapState(STATE);
        timers = getInternalTimerService("sessions", VoidNamespaceSerializer.INSTANCE, this);
    }

    @Override
    boolean isLate(long at, long watermark) throws Exception {
        long from = at;
        long to = at + gap;
        for (Map.Entry<Long, Long> session : open.entries()) {
            if (at <= session.getValue() && at + gap >= session.getKey()) {
                from = Math.min(from, session.getKey());
                to = Math.max(to, session.getValue());
            }
        }
        if (to - 1 <= watermark) {
            return true;
        }
        keep(from, to);
        return false;
    }

    private void keep(long from, long to) throws Exception {
        Iterator<Map.Entry<Long, Long>> sessions = open.iterator();
        while (sessions.hasNext()) {
            Map.Entry<Long, Long> session = sessions.next();
            if (session.getKey() == from && session.getValue() == to) {
                return;
            }
            if (session.getKey() >= from && session.getValue() <= to) {
                timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, session.getValue() - 1);
                sessions.remove();
            }
        }
        open.put(from, to);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, to - 1);
    }

    @Override
    public void onEventTime(InternalTimer<RowData, VoidNamespace> timer) throws Exception {
        Iterator<Map.Entry<Long, Long>> sessions = open.iterator();
        while (sessions.hasNext()) {
            if (sessions.next().getValue() - 1 <= timer.getTimestamp()) {
                sessions.remove();
            }
        }
    }

    @Override
    public void onProcessingTime(InternalTimer<RowData, VoidNamespace> timer) {
        throw new IllegalStateException("Sessions end by event time");
    }
}
