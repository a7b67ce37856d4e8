package dev.millrace.ui.state;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.millrace.compile.Compilation;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.state.size.StateSize;
import dev.millrace.state.size.StateSizes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How large a node's state becomes, by estimate, and how large it is where it runs. */
public final class StateSizeLines {
    private StateSizeLines() {}

    /** @param running newest numbers of the deployment; empty where nothing runs */
    public static void show(Div into, NodeId node, Compilation compilation, Optional<LiveMetrics> running) {
        if (compilation.plan().isEmpty()) {
            return;
        }
        Map<NodeId, StateSize> sizes = StateSizes.of(compilation.plan().get());
        // A node that uses a fragment speaks for those inside.
        Stream.concat(Stream.of(node), compilation.running(node).stream()).distinct().filter(sizes::containsKey).forEach(id -> {
            String inside = id.equals(node) ? "" : id.inWords() + ": ";
            Optional<NodeNumbers> numbers = running.map(r -> r.nodes().get(id));
            OptionalDouble rate = numbers.map(n -> n.rowsIn().perSecond()).filter(r -> r > 0).map(OptionalDouble::of).orElse(OptionalDouble.empty());
            line(into, inside + sizes.get(id).inWords(rate) + ".");
            String measured = sizes.get(id).measuredInWords(numbers.map(NodeNumbers::stateBytes).orElse(OptionalLong.empty()));
            if (!measured.isEmpty()) {
                line(into, inside + measured + ".");
            }
        });
    }

    private static void line(Div into, String words) {
        var line = new Paragraph(words);
        line.addClassNames("hint-text", "state-size");
        into.add(line);
    }
}
