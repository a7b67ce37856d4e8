package dev.millrace.ui.columns;

import dev.millrace.schema.LogicalType;
import dev.millrace.server.columns.Proposal;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.ui.columns.ColumnTarget.Declared;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * One line of a proposal: a column that can be taken or left.
 *
 * @param proposed empty where it is declared now, but not among what was proposed
 * @param types that it can be declared as, the best first
 */
record ColumnChoice(String name, Optional<Proposed> proposed, Optional<Declared> declared, List<String> types, boolean take, boolean required) {

    /**
     * A line for each column that is proposed or declared. A declared type stays where the values fit it as well as what is proposed, and a
     * declared column that is not there stays where only samples were looked at.
     */
    static List<ColumnChoice> of(Proposal proposal, List<Declared> declared) {
        var lines = new ArrayList<ColumnChoice>();
        for (Proposed proposed : proposal.columns()) {
            Optional<Declared> now = declared.stream().filter(d -> d.name().equals(proposed.name())).findFirst();
            var types = new LinkedHashSet<String>();
            now.filter(d -> ColumnTarget.type(d.type()).isPresent() && proposed.declared().filter(fits -> fits >= proposed.fits()).isPresent()).ifPresent(d -> types.add(d.type()));
            types.add(proposed.type().toString());
            proposed.others().stream().map(LogicalType::toString).forEach(types::add);
            now.map(Declared::type).filter(t -> !t.isBlank()).ifPresent(types::add);
            boolean required = now.map(Declared::required).orElse(proposal.whole() && !proposed.nullable());
            lines.add(new ColumnChoice(proposed.name(), Optional.of(proposed), now, List.copyOf(types), true, required));
        }
        declared.stream().filter(d -> lines.stream().noneMatch(l -> l.name().equals(d.name())))
                .forEach(d -> lines.add(new ColumnChoice(d.name(), Optional.empty(), Optional.of(d), List.of(d.type()), !proposal.whole(), d.required())));
        return lines;
    }

    ColumnChoice taken(boolean nowTake) {
        return new ColumnChoice(name, proposed, declared, types, nowTake, required);
    }

    ColumnChoice required(boolean nowRequired) {
        return new ColumnChoice(name, proposed, declared, types, take, nowRequired);
    }

    /** With that type first. */
    ColumnChoice as(String type) {
        var sorted = new LinkedHashSet<>(List.of(type));
        sorted.addAll(types);
        return new ColumnChoice(name, proposed, declared, List.copyOf(sorted), take, required);
    }

    /** The type that it would be declared as. */
    String type() {
        return types.isEmpty() ? "" : types.getFirst();
    }

    /** Share of the values that fit the type that is chosen; empty where that is not known. */
    Optional<Double> fits() {
        if (proposed.isEmpty() || proposed.get().seen().isEmpty()) {
            return Optional.empty();
        }
        if (type().equals(proposed.get().type().toString())) {
            return Optional.of(proposed.get().fits());
        }
        Optional<Double> asNow = declared.filter(d -> d.type().equals(type())).flatMap(d -> proposed.get().declared());
        return asNow.or(() -> type().equals(LogicalType.STRING.toString()) ? Optional.of(1.0) : Optional.empty());
    }

    Declared asDeclared() {
        return new Declared(name, type(), required);
    }
}
