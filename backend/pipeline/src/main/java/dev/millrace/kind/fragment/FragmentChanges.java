package dev.millrace.kind.fragment;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.source.FragmentInput;
import dev.millrace.kind.source.KafkaSource.DeclaredColumn;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What another version of a fragment changes for those who use it, in sentences. What they must do something about comes first. */
public final class FragmentChanges {
    private final NodeKinds kinds;
    private final List<String> must = new ArrayList<>();
    private final List<String> may = new ArrayList<>();

    private FragmentChanges(NodeKinds kinds) {
        this.kinds = kinds;
    }

    public static List<String> between(Fragment before, Fragment after, NodeKinds kinds) {
        var changes = new FragmentChanges(kinds);
        changes.inputs(before, after);
        changes.outputs(before, after);
        changes.parameters(before.drawing().parameters(), after.drawing().parameters());
        changes.inside(before, after);
        var all = new ArrayList<>(changes.must);
        all.addAll(changes.may);
        return all;
    }

    private void inputs(Fragment before, Fragment after) {
        Map<String, FragmentInput> were = inputs(before);
        Map<String, FragmentInput> are = inputs(after);
        are.forEach((name, input) -> {
            if (!were.containsKey(name)) {
                must.add("It has a new input '" + name + "'");
                return;
            }
            Map<String, DeclaredColumn> asked = were.get(name).columns().stream().collect(Collectors.toMap(DeclaredColumn::name, c -> c, (a, b) -> a));
            for (DeclaredColumn column : input.columns()) {
                DeclaredColumn was = asked.get(column.name());
                if (was == null) {
                    must.add("Its input '" + name + "' needs a column '" + column.name() + "' too");
                } else if (!was.type().equals(column.type())) {
                    must.add("Its input '" + name + "' needs '" + column.name() + "' as " + column.type() + ", no longer as " + was.type());
                } else if (column.required() && !was.required()) {
                    must.add("Its input '" + name + "' needs '" + column.name() + "' in every row");
                }
            }
        });
        were.keySet().stream().filter(name -> !are.containsKey(name)).forEach(name -> must.add("Its input '" + name + "' is gone"));
    }

    private Map<String, FragmentInput> inputs(Fragment fragment) {
        var inputs = new HashMap<String, FragmentInput>();
        fragment.inputs().forEach(end -> fragment.drawing().node(end.node()).flatMap(n -> kinds.resolve(n, new Diagnostics.Collector()))
                .ifPresent(r -> inputs.put(end.name(), (FragmentInput) r.shape())));
        return inputs;
    }

    private void outputs(Fragment before, Fragment after) {
        List<String> were = before.outputs().stream().map(Fragment.End::name).toList();
        List<String> are = after.outputs().stream().map(Fragment.End::name).toList();
        were.stream().filter(name -> !are.contains(name)).forEach(name -> must.add("Its output '" + name + "' is gone"));
        are.stream().filter(name -> !were.contains(name)).forEach(name -> may.add("It has a new output '" + name + "'"));
    }

    private void parameters(List<Parameter> before, List<Parameter> after) {
        Map<String, Parameter> were = before.stream().collect(Collectors.toMap(Parameter::name, p -> p));
        for (Parameter now : after) {
            Parameter was = were.remove(now.name());
            if (was == null) {
                (now.required() ? must : may).add("It has a new parameter '" + now.title() + "'" + (now.required() ? ", which must be given" : ""));
            } else if (was.type() != now.type()) {
                must.add("Its parameter '" + now.title() + "' takes a " + now.type().word().replace('-', ' ') + " now");
            } else if (now.required() && !was.required()) {
                must.add("Its parameter '" + now.title() + "' must be given");
            } else if (!now.value().equals(was.value())) {
                may.add("Where '" + now.title() + "' is not given, it is " + now.value().map(Arguments::plain).orElse("empty") + " now");
            }
        }
        were.values().forEach(gone -> must.add("Its parameter '" + gone.title() + "' is gone"));
    }

    /** Nodes by id, as state is: one that is gone or of another kind forgets what it kept. */
    private void inside(Fragment before, Fragment after) {
        var changed = new ArrayList<String>();
        before.drawing().nodes().forEach((id, node) -> {
            Optional<Node> now = after.drawing().node(id);
            if (now.isEmpty()) {
                may.add("The node '" + id + "' is gone");
            } else if (!now.get().kind().equals(node.kind())) {
                may.add("The node '" + id + "' is a " + now.get().kind() + " now");
            } else if (!settings(now.get()).equals(settings(node)) && !node.kind().equals(Ends.INPUT)) {
                changed.add("'" + id + "'");
            }
        });
        after.drawing().nodes().keySet().stream().filter(id -> before.drawing().node(id).isEmpty()).forEach(id -> may.add("It has a new node '" + id + "'"));
        if (!changed.isEmpty()) {
            may.add("Settings of " + String.join(", ", changed) + " changed");
        }
    }

    private Settings settings(Node node) {
        return new Settings(kinds.canonicalSettings(node));
    }
}
