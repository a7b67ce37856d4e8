package dev.millrace.ui.rename;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import dev.millrace.compile.FollowThrough;
import dev.millrace.compile.FollowThrough.Left;
import dev.millrace.compile.FollowThrough.Place;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What would be written anew, place by place: where, what stands there, what will. A click goes there. */
final class FollowList extends Div {
    private static final int AROUND = 24;
    private static final int LONGEST = 90;
    private final NodeKinds kinds;
    private final BiConsumer<NodeId, String> go;

    FollowList(NodeKinds kinds, BiConsumer<NodeId, String> go) {
        this.kinds = kinds;
        this.go = go;
        addClassName("follow-list");
    }

    void show(FollowThrough follow, Pipeline pipeline) {
        removeAll();
        follow.places().forEach(place -> add(switch (place) {
            case Place.Rewritten(NodeId node, String path, String before, String after) -> rewritten(pipeline, node, path, before, after);
            case Place.Moved(NodeId node, Edge before, Edge after) -> line(node, "", "Edge", new Span("goes from " + before + " to " + after));
            case Place.Inserted(NodeId node, NodeId before, Map<String, String> names) -> line(before, "", "", new Span("needs the old name: a Map before it gives back "
                    + names.values().stream().sorted().map(n -> "'" + n + "'").collect(Collectors.joining(", "))));
        }));
        for (Left left : follow.left()) {
            var words = new Span("cannot be read, so it stays as it is: " + cut(left.text(), 0));
            words.addClassName("follow-left");
            add(line(left.node(), left.path(), words(pipeline, left.node(), left.path()), words));
        }
    }

    private NativeButton rewritten(Pipeline pipeline, NodeId node, String path, String before, String after) {
        int same = 0;
        while (same < Math.min(before.length(), after.length()) && before.charAt(same) == after.charAt(same)) {
            same++;
        }
        var old = new Span(cut(before, same));
        old.addClassName("follow-before");
        var arrow = new Span("→");
        arrow.getElement().setAttribute("aria-label", "becomes");
        var now = new Span(cut(after, same));
        now.addClassName("follow-after");
        var change = new Span(old, arrow, now);
        change.addClassName("follow-change");
        change.setTitle(before + "\n→\n" + after);
        return line(node, path, words(pipeline, node, path), change);
    }

    private String words(Pipeline pipeline, NodeId node, String path) {
        return pipeline.node(node).map(n -> PlaceWords.of(kinds, n, path)).orElse(path);
    }

    private NativeButton line(NodeId node, String path, String setting, Span what) {
        var id = new Span(node.value());
        id.addClassName("node-id");
        var field = new Span(setting);
        field.addClassName("follow-setting");
        var row = new NativeButton("", e -> go.accept(node, path));
        row.add(id, field, what);
        row.addClassNames("problem", "follow-place");
        return row;
    }

    /** The part of a long text around where it changes. */
    private static String cut(String text, int around) {
        String line = text.replaceAll("\\s", " ");
        int from = Math.max(0, around - AROUND);
        int to = Math.min(line.length(), from + LONGEST);
        return (from > 0 ? "…" : "") + line.substring(from, to) + (to < line.length() ? "…" : "");
    }
}
