package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sends each row to the first branch whose condition is true, or to else. Every row leaves exactly once, so the rows of all
 * outputs add up to the rows that came in.
 */
@Kind(id = "operator.router", title = "Router", group = Group.ROUTE, icon = "router",
        summary = "Sends each row to the first branch whose condition is true, or else to the last")
public record Router(
        @Setting(label = "Branches", atLeastOne = true, help = "The first condition that is true decides") List<Branch> branches)
        implements SplitOperator {

    static final Router EXAMPLE = new Router(List.of(new Branch("large", new Condition("amount >= 1000"))));
    static final String ELSE = "else";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    /** {@code name} names the output port. */
    public record Branch(
            @Setting(label = "Name", help = "Lower-case letters, digits and hyphens") String name,
            @Setting(label = "Condition") Condition condition) {}

    @Override public List<Port> outputs() {
        var ports = new ArrayList<Port>();
        usable().forEach(b -> ports.add(Port.output(b.name(), b.name())));
        ports.add(new Port(ELSE, "Everything else", false, Port.Role.OTHERWISE));
        return ports;
    }

    /** Branches that can have a port of their own. */
    private List<Branch> usable() {
        var seen = new HashSet<String>(List.of(ELSE));
        return branches.stream().filter(b -> NAME.matcher(b.name()).matches() && seen.add(b.name())).toList();
    }

    @Override public SequencedMap<String, Schema> infer(Schema in, Scope at) {
        var seen = new HashSet<String>();
        for (int i = 0; i < branches.size(); i++) {
            Branch branch = branches.get(i);
            String path = "branches[" + i + "]";
            if (!NAME.matcher(branch.name()).matches()) {
                at.error(Code.BAD_SETTING, path + ".name", "'" + branch.name() + "' cannot name a branch",
                        "Use lower-case letters, digits and hyphens");
            } else if (branch.name().equals(ELSE)) {
                at.error(Code.DUPLICATE_NAME, path + ".name", "'else' is the output for all other rows", "Choose another name");
            } else if (!seen.add(branch.name())) {
                at.error(Code.DUPLICATE_NAME, path + ".name", "Two branches are called '" + branch.name() + "'", "Choose another name");
            }
            at.condition(path + ".condition", branch.condition(), in);
        }
        var schemas = new LinkedHashMap<String, Schema>();
        outputs().forEach(p -> schemas.put(p.name(), in));
        return schemas;
    }

    @Override public SequencedMap<String, Rel> lower(Rel in, Scope at) {
        var outputs = new LinkedHashMap<String, Rel>();
        var before = new ArrayList<Scalar>();
        for (int i = 0; i < branches.size(); i++) {
            Scalar condition = at.condition("branches[" + i + "].condition", branches.get(i).condition(), in.schema()).orElseThrow();
            outputs.put(branches.get(i).name(), new Rel.Route(in, before, Optional.of(condition)));
            before.add(condition);
        }
        outputs.put(ELSE, new Rel.Route(in, before, Optional.empty()));
        return outputs;
    }

    @Override public String glimpse() {
        return branches.stream().map(b -> b.name() + ": " + b.condition().expression().text().strip()).collect(Collectors.joining("; "));
    }
}
