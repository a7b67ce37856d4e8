package dev.millrace.runtime.latency;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/** Stands before a sink, hands every row on, and measures by the markers of {@link Departures} how long records were on their way. */
public final class Arrivals extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
    /** The metric that holds the median of the last seconds, in milliseconds; {@link RecentTimes#UNKNOWN} where nothing came. */
    public static final String MEDIAN = "millraceLatencyMedian";
    /** The metric that holds the longest of the last seconds, likewise. */
    public static final String WORST = "millraceLatencyWorst";
    private static final long serialVersionUID = 1L;

    private transient RecentTimes times;

    @Override
    public void open() throws Exception {
        super.open();
        times = new RecentTimes(System::currentTimeMillis);
        getMetricGroup().gauge(MEDIAN, (Gauge<Long>) times::median);
        getMetricGroup().gauge(WORST, (Gauge<Long>) times::worst);
    }

    @Override
    public void processElement(StreamRecord<RowData> element) {
        output.collect(element);
    }

    @Override
    public void processLatencyMarker(LatencyMarker marker) throws Exception {
        if (marker.getOperatorId().equals(Departures.OURS)) {
            times.arrived(marker.getMarkedTime());
        } else {
            super.processLatencyMarker(marker);
        }
    }
}
