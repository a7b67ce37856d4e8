package dev.millrace.flink.segment;

import dev.millrace.runtime.group.EarlierRowSerializer;
import dev.millrace.runtime.group.NamedAggregates;
import dev.millrace.runtime.group.RowLayout;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.table.runtime.generated.GeneratedNamespaceAggsHandleFunction;
import org.apache.flink.table.runtime.operators.aggregate.window.buffers.RecordsWindowBuffer;
import org.apache.flink.table.runtime.operators.aggregate.window.combines.AggCombiner;
import org.apache.flink.table.runtime.operators.aggregate.window.processors.AbstractSliceSyncStateWindowAggProcessor;
import org.apache.flink.table.runtime.operators.aggregate.window.processors.WindowAggProcessorBase;
import org.apache.flink.table.runtime.operators.window.tvf.common.WindowAggOperator;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Gives the windows that Flink planned another serializer for what they keep, and aggregates that read rows of earlier layouts. A window of slices has its aggregates
 * twice: in what fires it, and in what adds rows up that came since the last watermark.
 *
 * <p>Whether the fields that this leans on are still what they were is seen by {@code MigratedWindowsTest}.
 */
final class NamedWindows {
    private NamedWindows() {}

    /** Whether an operator is a window that keeps its aggregates in one row for each key and slice. */
    static boolean isWindow(Transformation<?> operator) {
        return Inside.operator(operator) instanceof WindowAggOperator<?, ?> window && processor(window) instanceof WindowAggProcessorBase<?, ?>;
    }

    private static Object processor(Object window) {
        return Inside.read(WindowAggOperator.class, "windowProcessor", window);
    }

    /** @param names one for each of the values that the window keeps */
    static void name(Transformation<?> window, List<String> names) {
        Object processor = processor(Inside.operator(window));
        Object planned = Inside.read(WindowAggProcessorBase.class, "accSerializer", processor);
        List<LogicalType> types = List.of((LogicalType[]) Inside.read(RowDataSerializer.class, "types", planned));
        if (types.size() != names.size()) {
            throw new IllegalStateException("Flink keeps " + types + " for what was to be called " + names);
        }
        var layout = new RowLayout(names, types);
        Inside.write(WindowAggProcessorBase.class, "accSerializer", processor, EarlierRowSerializer.of(layout));
        aggregates(WindowAggProcessorBase.class, processor, layout);
        if (processor instanceof AbstractSliceSyncStateWindowAggProcessor) {
            Object buffer = Inside.read(AbstractSliceSyncStateWindowAggProcessor.class, "windowBufferFactory", processor);
            aggregates(AggCombiner.Factory.class, Inside.read(RecordsWindowBuffer.Factory.class, "factory", buffer), layout);
        }
    }

    private static void aggregates(Class<?> of, Object owner, RowLayout layout) {
        Inside.write(of, "genAggsHandler", owner, new NamedAggregates<>((GeneratedNamespaceAggsHandleFunction<?>) Inside.read(of, "genAggsHandler", owner), layout));
    }
}
