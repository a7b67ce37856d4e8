package dev.millrace.runtime.group;

import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.dataview.StateDataViewStore;
import org.apache.flink.table.runtime.generated.GeneratedNamespaceAggsHandleFunction;
import org.apache.flink.table.runtime.generated.NamespaceAggsHandleFunction;

/**
 * The aggregates of a window as Flink wrote them, which find what they keep by name: a row of an earlier layout is moved to today's before they read it. An aggregate
 * that is new begins with the next row in windows that are open, and all others keep what they have.
 *
 * @param <N> what tells windows of one key apart
 */
public final class NamedAggregates<N> extends GeneratedNamespaceAggsHandleFunction<N> {
    private final RowLayout layout;

    public NamedAggregates(GeneratedNamespaceAggsHandleFunction<N> planned, RowLayout layout) {
        super(planned.getClassName(), planned.getCode(), planned.getReferences());
        this.layout = layout;
    }

    @Override public NamespaceAggsHandleFunction<N> newInstance(ClassLoader classes) {
        return new Moving<>(super.newInstance(classes), layout);
    }

    private static final class Moving<N> implements NamespaceAggsHandleFunction<N> {
        private final NamespaceAggsHandleFunction<N> planned;
        private final RowMove move;
        private RowData fresh;

        Moving(NamespaceAggsHandleFunction<N> planned, RowLayout layout) {
            this.planned = planned;
            this.move = new RowMove(layout, () -> fresh);
        }

        private RowData here(RowData row) {
            return row instanceof EarlierRow earlier ? move.here(earlier.kept()) : row;
        }

        @Override public void open(StateDataViewStore store) throws Exception {
            planned.open(store);
            // Once: between two rows it would stand in the way of what the function holds.
            fresh = planned.createAccumulators();
        }

        @Override public void setAccumulators(N window, RowData accumulators) throws Exception {
            planned.setAccumulators(window, here(accumulators));
        }

        @Override public void merge(N window, RowData other) throws Exception {
            planned.merge(window, here(other));
        }

        @Override public void accumulate(RowData row) throws Exception {
            planned.accumulate(row);
        }

        @Override public void retract(RowData row) throws Exception {
            planned.retract(row);
        }

        @Override public RowData createAccumulators() throws Exception {
            return planned.createAccumulators();
        }

        @Override public RowData getAccumulators() throws Exception {
            return planned.getAccumulators();
        }

        @Override public RowData getValue(N window) throws Exception {
            return planned.getValue(window);
        }

        @Override public void cleanup(N window) throws Exception {
            planned.cleanup(window);
        }

        @Override public void close() throws Exception {
            planned.close();
        }
    }
}
