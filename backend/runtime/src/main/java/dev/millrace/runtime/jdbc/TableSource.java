package dev.millrace.runtime.jdbc;

import dev.millrace.runtime.source.ReadSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/**
 * Reads a table of PostgreSQL once, into envelopes.
 *
 * <pre>
 *   with a key      page by page in its order; a checkpoint holds the last key, and reading goes on behind it
 *   without         one query; after a failure from the beginning
 * </pre>
 */
public final class TableSource implements Source<RowData, TablePart, ArrayList<TablePart>>, ResultTypeQueryable<RowData> {
    private static final long serialVersionUID = 1L;

    private final TableRead read;
    private final ReadSettings settings;

    public TableSource(TableRead read, ReadSettings settings) {
        this.read = read;
        this.settings = settings;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<TablePart, ArrayList<TablePart>> createEnumerator(SplitEnumeratorContext<TablePart> context) {
        return new TableParts(read, context, null);
    }

    @Override
    public SplitEnumerator<TablePart, ArrayList<TablePart>> restoreEnumerator(SplitEnumeratorContext<TablePart> context, ArrayList<TablePart> left) {
        return new TableParts(read, context, left);
    }

    @Override
    public SourceReader<RowData, TablePart> createReader(SourceReaderContext context) {
        return new Reader(read, context);
    }

    @Override
    public SimpleVersionedSerializer<TablePart> getSplitSerializer() {
        return new TablePart.Saved<>();
    }

    @Override
    public SimpleVersionedSerializer<ArrayList<TablePart>> getEnumeratorCheckpointSerializer() {
        return new TablePart.Saved<>();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return new dev.millrace.runtime.source.KafkaRecords(settings).getProducedType();
    }

    /** What of a part was handed on. */
    private static final class Progress {
        private TablePart part;

        Progress(TablePart part) {
            this.part = part;
        }
    }

    /** Takes one part after the other. */
    private static final class Reader extends SingleThreadMultiplexSourceReaderBase<TableRows.Row, RowData, TablePart, Progress> {
        Reader(TableRead read, SourceReaderContext context) {
            super(() -> new TableRows(read), (row, out, progress) -> {
                out.collect(row.envelope());
                progress.part = progress.part.readUpTo(row.key());
            }, context.getConfiguration(), context);
        }

        @Override
        public void start() {
            if (getNumberOfCurrentlyAssignedSplits() == 0) {
                context.sendSplitRequest();
            }
        }

        @Override
        protected void onSplitFinished(Map<String, Progress> finished) {
            context.sendSplitRequest();
        }

        @Override
        protected Progress initializedState(TablePart part) {
            return new Progress(part);
        }

        @Override
        protected TablePart toSplitType(String id, Progress progress) {
            return progress.part;
        }
    }

    /** Deals the parts out to those who ask. */
    private static final class TableParts implements SplitEnumerator<TablePart, ArrayList<TablePart>> {
        private final TableRead read;
        private final SplitEnumeratorContext<TablePart> context;
        /** Null until it is known how the table is parted. */
        private ArrayList<TablePart> left;
        private final List<Integer> waiting = new ArrayList<>();

        TableParts(TableRead read, SplitEnumeratorContext<TablePart> context, ArrayList<TablePart> left) {
            this.read = read;
            this.context = context;
            this.left = left;
        }

        @Override
        public void start() {
            if (left == null) {
                context.callAsync(() -> TableRows.parts(read), (parts, failure) -> {
                    if (failure != null) {
                        throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure.getMessage(), failure);
                    }
                    left = new ArrayList<>(parts);
                    waiting.forEach(this::deal);
                    waiting.clear();
                });
            }
        }

        @Override
        public void handleSplitRequest(int reader, String host) {
            if (left == null) {
                waiting.add(reader);
            } else {
                deal(reader);
            }
        }

        private void deal(int reader) {
            if (!context.registeredReaders().containsKey(reader)) {
                return;
            }
            if (left.isEmpty()) {
                context.signalNoMoreSplits(reader);
            } else {
                context.assignSplit(left.remove(0), reader);
            }
        }

        @Override
        public void addSplitsBack(List<TablePart> parts, int reader) {
            left.addAll(0, parts);
        }

        @Override
        public void addReader(int reader) {
            // It asks by itself.
        }

        @Override
        public ArrayList<TablePart> snapshotState(long checkpoint) {
            return left == null ? null : new ArrayList<>(left);
        }

        @Override
        public void close() {
            // Connections are held only while a question is asked.
        }
    }
}
