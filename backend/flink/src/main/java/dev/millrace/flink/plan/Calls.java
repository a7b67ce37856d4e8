package dev.millrace.flink.plan;

import dev.millrace.compile.LogicalPlan;
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
        return plan.segments().stream().flatMap(segment -> segment.rels().stream()).flatMap(Calls::of).distinct().sorted(Comparator.comparing(UserFunction::sqlName)).toList();
    }

    static Stream<UserFunction> of(Rel rel) {
        return rel.tree().filter(Rel.Project.class::isInstance).flatMap(each -> ((Rel.Project) each).columns().stream()).flatMap(c -> c.value().calls().stream());
    }
}
