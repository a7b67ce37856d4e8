package dev.millrace.ui.preview;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.millrace.compile.Compilation;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.Previews;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.SampleChoice;
import dev.millrace.server.sample.SampleRefused;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.sample.TakenSample;
import dev.millrace.server.sample.Taking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows that come to the last nodes of a drawing, over a sample. A newer drawing ends the run of an older one. */
public final class ResultRows extends Div {
    private static final Logger LOG = LoggerFactory.getLogger(ResultRows.class);
    private static final int MOST_TABLES = 4;
    /** What passes filters and windows to the very end is little. */
    private static final SampleChoice SAMPLE = SampleChoice.newest(Taking.MOST);

    private final transient Previews previews;
    private final transient Sampling sampling;
    private final transient NodeKinds kinds;
    private final Span status = new Span();
    private final Div notes = new Div();
    private final Div tables = new Div();
    private transient TakenSample taken = TakenSample.NONE;
    private transient Thread running;

    public ResultRows(Previews previews, Sampling sampling, NodeKinds kinds) {
        this.previews = previews;
        this.sampling = sampling;
        this.kinds = kinds;
        addClassName("result-rows");
        status.addClassName("field-help");
        status.getElement().setAttribute("role", "status");
        tables.addClassName("result-tables");
        add(status, notes, tables);
    }

    /** Runs what of the drawing can run, beside the page's thread. Windows that are still open are closed, so that they show what they would give. */
    public void run(Compilation compiled) {
        stop();
        UI ui = UI.getCurrent();
        TakenSample before = taken;
        status.setText("Running a sample…");
        running = Thread.ofVirtual().name("template-preview").unstarted(() -> {
            Thread me = Thread.currentThread();
            Runnable then;
            try {
                TakenSample now = sampling.take(compiled, SAMPLE, before);
                Preview found = previews.preview(compiled, now, new SampleTiming(true, false));
                then = () -> show(compiled, now, found);
            } catch (SampleRefused refused) {
                then = () -> say(refused.getMessage());
            } catch (RuntimeException failure) {
                LOG.error("A preview of a template failed", failure);
                then = () -> say("Something unexpected happened; the application's log says more");
            }
            Runnable last = then;
            try {
                ui.access(() -> {
                    if (running == me) {
                        running = null;
                        last.run();
                    }
                });
            } catch (UIDetachedException left) {
                // Nobody looks any more.
            }
        });
        running.start();
    }

    /** Ends a run whose rows nobody wants any more. */
    public void stop() {
        if (running != null) {
            running.interrupt();
            running = null;
        }
    }

    private void say(String why) {
        status.setText("");
        notes.removeAll();
        notes.add(words(why, "error-text"));
        tables.removeAll();
    }

    private void show(Compilation compiled, TakenSample sample, Preview found) {
        taken = sample;
        status.setText(found.failure().isPresent() ? "" : String.format(Locale.ROOT, "Over a sample of its rows, %.1f s. Nothing is written.", found.took().toMillis() / 1000.0));
        notes.removeAll();
        found.failure().ifPresent(failure -> notes.add(words(failure.node().map(n -> "'" + n + "' failed: ").orElse("") + failure.message(), "error-text")));
        found.notes().forEach(note -> notes.add(words(note, "hint-text")));
        tables.removeAll();
        Map<PortRef, String> ends = ends(compiled);
        ends.entrySet().stream().limit(MOST_TABLES).forEach(end -> tables.add(table(end.getValue(), found.ports().get(compiled.origin(end.getKey())))));
        if (ends.size() > MOST_TABLES) {
            tables.add(words("And " + (ends.size() - MOST_TABLES) + " more outputs; the designer shows them all.", "hint-text"));
        }
    }

    /** The outputs that feed the last nodes, from top to bottom as they are drawn, with where their rows go. */
    private Map<PortRef, String> ends(Compilation compiled) {
        Pipeline drawing = compiled.pipeline();
        List<Node> last = drawing.nodes().values().stream().filter(n -> drawing.outOf(n.id()).findAny().isEmpty())
                .sorted(java.util.Comparator.comparingInt(n -> drawing.layout().containsKey(n.id()) ? drawing.layout().get(n.id()).y() : 0)).toList();
        var goals = new LinkedHashMap<PortRef, List<String>>();
        for (Node node : last) {
            List<PortRef> feeding = drawing.into(node.id()).map(Edge::from).toList();
            if (kinds.of(node).filter(k -> k.role() == NodeKind.Role.SINK).isPresent()) {
                feeding.forEach(port -> goals.computeIfAbsent(port, p -> new ArrayList<>()).add(title(node)));
            } else {
                kinds.ports(node).outputs().stream().limit(1).forEach(port -> goals.put(new PortRef(node.id(), port.name()), List.of(title(node))));
            }
        }
        return goals.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> String.join(", ", e.getValue()), (a, b) -> a, LinkedHashMap::new));
    }

    private String title(Node node) {
        return node.label().isBlank() ? kinds.of(node).map(NodeKind::title).orElse(node.kind()) : node.label();
    }

    private static Section table(String goal, Preview.Rows rows) {
        long count = rows == null ? 0 : rows.count();
        int shown = rows == null ? 0 : rows.first().size();
        var section = new Section(new H3(goal + " (" + (count == 1 ? "1 row" : count + " rows") + (count > shown ? ", the first " + shown + " shown" : "") + ")"));
        section.getElement().setAttribute("aria-label", "Rows for " + goal);
        section.add(shown == 0 ? new Paragraph("No row comes here from this sample.") : new RowsGrid(rows.first(), List.of(), ""));
        return section;
    }

    /** In a style; what went wrong is read out at once. */
    static Paragraph words(String text, String style) {
        var words = new Paragraph(text);
        words.addClassName(style);
        if (style.equals("error-text")) {
            words.getElement().setAttribute("role", "alert");
        }
        return words;
    }
}
