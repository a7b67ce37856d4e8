package dev.millrace.flink.plan;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.rel.Rel;
import dev.millrace.rel.UserFunction;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which functions of uploaded jars are called. */
final class Calls {
    private Calls() {}

    /** Each once, by name. */
    static List<UserFunction> of(LogicalPlan plan) {
        return plan.segments().stream().flatMap(segment -> switch (segment) {
            case Segment.Producing p -> p.outputs().values().stream();
            case Segment.Writing w -> Stream.of(w.write().in());
        }).flatMap(Calls::of).distinct().sorted(Comparator.comparing(UserFunction::sqlName)).toList();
    }

    static Stream<UserFunction> of(Rel rel) {
        Stream<UserFunction> own = rel instanceof Rel.Project p ? p.columns().stream().flatMap(c -> c.value().calls().stream()) : Stream.empty();
        return Stream.concat(own, rel.inputs().stream().flatMap(Calls::of));
    }
}
