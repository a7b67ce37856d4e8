package dev.millrace.runtime.lookup;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.retryable.AsyncRetryStrategies;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * Flink's operator that waits for answers, in which markers keep their place among the rows too. Flink lets them overtake the rows that wait, and what waits
 * for a slow service would not be seen in how long records are on their way.
 *
 * <pre>
 *   row, row, marker ──▶ [ row · row · watermark ] ──▶ row, row, marker
 *                                      '- stands for the marker: watermarks wait in the queue, markers cannot
 * </pre>
 *
 * <p>The watermark that stands for a marker is the one that came last. It may be in the operator's state, and comes out again as what it is.
 */
final class WaitingMarkers extends AsyncWaitOperator<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    private final transient Exit exit;
    private transient long watermark = Long.MIN_VALUE;

    private WaitingMarkers(AsyncFunction<RowData, RowData> function, long patience, int places, StreamOperatorParameters<RowData> parameters, ProcessingTimeService time,
            MailboxExecutor mailbox, Exit exit) {
        super(parameters, function, patience, places, OutputMode.ORDERED, AsyncRetryStrategies.NO_RETRY_STRATEGY, time, mailbox);
        this.exit = exit;
    }

    /** @param places in the queue, for rows, watermarks and one marker */
    static WaitingMarkers of(AsyncFunction<RowData, RowData> function, long patience, int places, StreamOperatorParameters<RowData> parameters, ProcessingTimeService time,
            MailboxExecutor mailbox) {
        var exit = new Exit(parameters.getOutput());
        return new WaitingMarkers(function, patience, places, new StreamOperatorParameters<>(parameters.getContainingTask(), parameters.getStreamConfig(), exit,
                () -> time, parameters.getOperatorEventDispatcher(), parameters.getMailboxExecutor()), time, mailbox, exit);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermark = mark.getTimestamp();
        super.processWatermark(mark);
    }

    /** One waits at a time; those that come meanwhile are left out. */
    @Override
    public void processLatencyMarker(LatencyMarker marker) throws Exception {
        if (exit.waiting == null) {
            exit.waiting = marker;
            exit.stands = new Watermark(watermark);
            super.processWatermark(exit.stands);
        }
    }

    /** What comes out of the queue, with the marker in place of what stood for it. */
    private static final class Exit implements Output<StreamRecord<RowData>> {
        private final Output<StreamRecord<RowData>> output;
        private LatencyMarker waiting;
        private Watermark stands;

        Exit(Output<StreamRecord<RowData>> output) {
            this.output = output;
        }

        @Override
        public void emitWatermark(Watermark mark) {
            if (mark == stands) {
                LatencyMarker marker = waiting;
                waiting = null;
                stands = null;
                output.emitLatencyMarker(marker);
            } else {
                output.emitWatermark(mark);
            }
        }

        @Override
        public void emitWatermarkStatus(WatermarkStatus status) {
            output.emitWatermarkStatus(status);
        }

        @Override
        public <X> void collect(OutputTag<X> tag, StreamRecord<X> record) {
            output.collect(tag, record);
        }

        @Override
        public void collect(StreamRecord<RowData> record) {
            output.collect(record);
        }

        @Override
        public void emitLatencyMarker(LatencyMarker marker) {
            output.emitLatencyMarker(marker);
        }

        @Override
        public void emitRecordAttributes(RecordAttributes attributes) {
            output.emitRecordAttributes(attributes);
        }

        @Override
        public void emitWatermark(WatermarkEvent event) {
            output.emitWatermark(event);
        }

        @Override
        public void close() {
            output.close();
        }
    }
}
