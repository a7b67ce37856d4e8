package dev.millrace.runtime.group;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.generated.GeneratedAggsHandleFunction;
import org.apache.flink.table.runtime.generated.GeneratedRecordEqualiser;
import org.apache.flink.table.runtime.operators.aggregate.GroupAggFunction;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Flink's group aggregate over rows that are only added, which finds what it keeps by name and not by place: an aggregate that is new begins with the next
 * row, and all others keep what they have.
 *
 * <p>Flink keeps a row of all accumulators for each key, and refuses state in which that row has other types. This function computes as Flink's does and asks for
 * its state in the same way; only what it is handed is another state, which keeps the layout with each row. Nothing is rewritten on the way: a row gets the
 * new layout when it is next touched, so a restore takes no longer with much state than with little.
 */
public final class NamedGroup extends GroupAggFunction {
    /** As {@link GroupAggFunction} calls what it keeps. */
    private static final String ACCUMULATORS = "accState";
    private static final int NO_RETRACTIONS = -1;

    private final List<String> names;
    private transient RuntimeContext named;

    /**
     * @param names one for each of the accumulators' fields
     * @param retentionMillis after which what was not touched is forgotten; 0: never
     */
    public NamedGroup(GeneratedAggsHandleFunction aggregates, GeneratedRecordEqualiser equaliser, LogicalType[] types, List<String> names, boolean updatesBefore,
            long retentionMillis) {
        super(aggregates, equaliser, types, NO_RETRACTIONS, updatesBefore, retentionMillis);
        this.names = List.copyOf(names);
    }

    @Override public void open(OpenContext context) throws Exception {
        RuntimeContext given = super.getRuntimeContext();
        named = (RuntimeContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {RuntimeContext.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("getState") && arguments[0] instanceof ValueStateDescriptor<?> asked && asked.getName().equals(ACCUMULATORS)) {
                return byName(given, asked);
            }
            try {
                return method.invoke(given, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        super.open(context);
    }

    /** What the function reads while it opens, and asks for its state. */
    @Override public RuntimeContext getRuntimeContext() {
        return named == null ? super.getRuntimeContext() : named;
    }

    private ValueState<RowData> byName(RuntimeContext given, ValueStateDescriptor<?> asked) {
        var layout = new RowLayout(names, Arrays.asList(accTypes));
        var kept = new ValueStateDescriptor<>(ACCUMULATORS, new KeptRowSerializer(List.of(layout)));
        if (asked.getTtlConfig().isEnabled()) {
            kept.enableTimeToLive(asked.getTtlConfig());
        }
        return new RowsByName(given.getState(kept), layout, this::fresh);
    }

    private RowData fresh() {
        try {
            return function.createAccumulators();
        } catch (Exception e) {
            throw new IllegalStateException("Aggregates cannot begin", e);
        }
    }
}
