package dev.millrace.runtime.lookup;

import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.table.data.RowData;

/** Makes Flink's operator that asks for several rows at once and keeps their order, with {@link WaitingMarkers}. */
final class AskInOrder extends AsyncWaitOperatorFactory<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    private final AsyncFunction<RowData, RowData> function;
    private final long patience;
    private final int atOnce;

    /** @param patience in milliseconds */
    AskInOrder(AsyncFunction<RowData, RowData> function, long patience, int atOnce) {
        super(function, patience, atOnce, OutputMode.ORDERED);
        this.function = function;
        this.patience = patience;
        this.atOnce = atOnce;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<RowData>> T createStreamOperator(StreamOperatorParameters<RowData> parameters) {
        // One more place, so that a marker takes none away from a row.
        return (T) WaitingMarkers.of(function, patience, atOnce + 1, parameters, processingTimeService, getMailboxExecutor());
    }

    @Override
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classes) {
        return WaitingMarkers.class;
    }
}
