package dev.millrace.kind.source;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** A fragment's input where the fragment is used: looks whether the rows have what the fragment needs, and hands them in. */
record FragmentEntry(FragmentInput input) implements Operator {

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        boolean fits = true;
        for (KafkaSource.DeclaredColumn needed : input.columns()) {
            fits &= has(in, needed, at);
        }
        if (input.eventTime().isPresent() && !in.eventTime().equals(input.eventTime().map(c -> c.name()))) {
            String time = input.eventTime().get().name();
            at.inputError(0, Code.NO_EVENT_TIME, "The input '" + input.name() + "' needs '" + time + "' as event time" + in.eventTime().map(t -> ", not '" + t + "'").orElse(""),
                    "Set the event time before it, and rename the column with a Map where it has another name");
            fits = false;
        }
        return fits ? Optional.of(handedIn(in)) : Optional.empty();
    }

    private boolean has(Schema in, KafkaSource.DeclaredColumn needed, Scope at) {
        Optional<Column> column = in.column(needed.name());
        if (column.isEmpty()) {
            at.inputError(0, Code.SCHEMA_MISMATCH, "The input '" + input.name() + "' needs a column '" + needed.name() + "' of type " + needed.type(),
                    "Rename or compute it with a Map before");
            return false;
        }
        if (!column.get().type().equals(needed.type())) {
            at.inputError(0, Code.SCHEMA_MISMATCH, "The input '" + input.name() + "' needs '" + needed.name() + "' as " + needed.type() + "; here it is " + column.get().type(),
                    "Cast it with a Map before");
            return false;
        }
        if (needed.required() && column.get().nullable()) {
            at.inputError(0, Code.SCHEMA_MISMATCH, "The input '" + input.name() + "' needs '" + needed.name() + "' in every row; here it may be NULL",
                    "Filter out rows without it, or fill it in with COALESCE, before");
            return false;
        }
        return true;
    }

    /** Without other columns where they are not wanted; a key that rows replace one another by stays. */
    private Schema handedIn(Schema in) {
        if (input.others() == FragmentInput.Others.PASS) {
            return in;
        }
        var wanted = new HashSet<String>();
        input.columns().forEach(c -> wanted.add(c.name()));
        boolean keyWanted = in.isUpdating() || wanted.containsAll(in.key());
        if (keyWanted) {
            wanted.addAll(in.key());
        }
        var kept = new ArrayList<Column>(in.columns());
        kept.removeIf(c -> !wanted.contains(c.name()));
        return new Schema(kept, in.eventTime().filter(wanted::contains), keyWanted ? in.key() : List.of(), in.changelog());
    }

    @Override public Rel lower(Rel in, Scope at) {
        Schema handedIn = handedIn(in.schema());
        return new Rel.Project(in, handedIn.columns().stream().map(c -> new Rel.Named(c.name(), Scope.reference(c))).toList(), handedIn);
    }

    @Override public String glimpse() {
        return input.glimpse();
    }
}
