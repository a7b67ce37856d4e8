package dev.millrace.flink.segment;

import dev.millrace.runtime.group.NamedGroup;
import java.util.List;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.table.runtime.generated.GeneratedAggsHandleFunction;
import org.apache.flink.table.runtime.generated.GeneratedRecordEqualiser;
import org.apache.flink.table.runtime.operators.aggregate.GroupAggFunction;
import org.apache.flink.table.runtime.operators.aggregate.GroupAggFunctionBase;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Puts {@link NamedGroup} in the place of the function that Flink planned for a group, with all that Flink gave it.
 *
 * <p>This leans on Flink's inner workings: on the fields of {@link GroupAggFunctionBase}, and on an operator's function, which has no setter. Whether they are still
 * what they were is seen by {@code MigratedStateTest}.
 */
final class NamedGroups {
    private NamedGroups() {}

    /** Whether an operator is a group that keeps its aggregates in one row for each key. */
    static boolean isGroup(Transformation<?> operator) {
        return Inside.operator(operator) instanceof KeyedProcessOperator<?, ?, ?> keyed && keyed.getUserFunction().getClass() == GroupAggFunction.class;
    }

    /** Types of what a planned group keeps for its aggregates, in their order. */
    static List<LogicalType> kept(Transformation<?> group) {
        return List.of((LogicalType[]) read("accTypes", function(group)));
    }

    private static GroupAggFunction function(Transformation<?> group) {
        return (GroupAggFunction) ((KeyedProcessOperator<?, ?, ?>) Inside.operator(group)).getUserFunction();
    }

    /** @param names one for each of the values that the group keeps */
    static void name(Transformation<?> group, List<String> names) {
        if (kept(group).size() != names.size()) {
            throw new IllegalStateException("Flink keeps " + kept(group) + " for what was to be called " + names);
        }
        GroupAggFunction planned = function(group);
        var ttl = (StateTtlConfig) read("ttlConfig", planned);
        Inside.write(AbstractUdfStreamOperator.class, "userFunction", Inside.operator(group), new NamedGroup((GeneratedAggsHandleFunction) read("genAggsHandler", planned),
                (GeneratedRecordEqualiser) read("genRecordEqualiser", planned), (LogicalType[]) read("accTypes", planned), names,
                (boolean) read("generateUpdateBefore", planned), ttl.isEnabled() ? ttl.getTimeToLive().toMillis() : 0));
    }

    private static Object read(String field, GroupAggFunction from) {
        return Inside.read(GroupAggFunctionBase.class, field, from);
    }
}
