package dev.millrace.kind.operator;

import dev.millrace.kind.Condition;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import java.util.Optional;

@Kind(id = "operator.filter", title = "Filter", group = Group.TRANSFORM, icon = "filter",
        summary = "Keeps the rows for which a condition is true")
public record Filter(
        @Setting(label = "Keep rows where", help = "A condition over the columns, such as delay > 60") Condition condition)
        implements Operator {

    static final Filter EXAMPLE = new Filter(new Condition("amount > 100"));

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        at.condition("condition", condition, in);
        return Optional.of(in);
    }

    @Override public Rel lower(Rel in, Scope at) {
        return new Rel.Filter(in, at.condition("condition", condition, in.schema()).orElseThrow());
    }

    @Override public String glimpse() {
        return condition.expression().text().strip();
    }
}
