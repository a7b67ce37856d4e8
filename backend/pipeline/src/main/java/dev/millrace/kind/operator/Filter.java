package dev.millrace.kind.operator;

import dev.millrace.kind.Condition;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Port;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.SplitOperator;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Parts rows by a condition. Every row leaves exactly once; one for which the condition is NULL does not match.
 *
 * <pre>
 *   rows ──▶ [ condition ] ──▶ out    true
 *                        └───▶ rest   false or NULL; dropped where nothing is connected
 * </pre>
 */
@Kind(id = "operator.filter", title = "Filter", group = Group.TRANSFORM, icon = "filter",
        summary = "Keeps the rows for which a condition is true; the others leave by a second output")
public record Filter(
        @Setting(label = "Keep rows where", help = "A condition over the columns, such as delay > 60") Condition condition)
        implements SplitOperator {

    static final Filter EXAMPLE = new Filter(new Condition("amount > 100"));
    static final String REST = "rest";

    @Override public List<Port> outputs() {
        return List.of(Port.output("out", "Rows"), new Port(REST, "Not matching", false, Port.Role.ASIDE));
    }

    @Override public SequencedMap<String, Schema> infer(Schema in, Scope at) {
        at.condition("condition", condition, in);
        var schemas = new LinkedHashMap<String, Schema>();
        schemas.put("out", in);
        schemas.put(REST, in);
        return schemas;
    }

    @Override public SequencedMap<String, Rel> lower(Rel in, Scope at) {
        Scalar matches = at.condition("condition", condition, in.schema()).orElseThrow();
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put("out", new Rel.Filter(in, matches));
        outputs.put(REST, new Rel.Route(in, List.of(matches), Optional.empty()));
        return outputs;
    }

    @Override public String glimpse() {
        return condition.expression().text().strip();
    }
}
