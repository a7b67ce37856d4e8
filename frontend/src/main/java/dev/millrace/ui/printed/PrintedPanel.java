package dev.millrace.ui.printed;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Segment;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.NodeNames;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Write;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.metrics.PrintedRows;
import dev.millrace.ui.push.Newest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the log sinks of a running deployment write, sink by sink. It asks for rows only while it is on the page. */
public final class PrintedPanel extends Div {
    private final PrintedRows printed;
    private final NodeKinds kinds;
    private final List<Printing> sinks = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private DeploymentId deployment;

    /** @param called what people call the node @param perSecond so many rows it logs at most */
    private record Printing(NodeId node, String called, long perSecond) {}

    public PrintedPanel(PrintedRows printed, NodeKinds kinds) {
        this.printed = printed;
        this.kinds = kinds;
        addClassName("printed");
    }

    /** Nodes of the deployed pipeline that log, with how many rows a second each logs at most. */
    private static Map<NodeId, Long> logging(Compilation deployed) {
        var found = new LinkedHashMap<NodeId, Long>();
        deployed.plan().ifPresent(plan -> plan.segments().forEach(s -> {
            if (s instanceof Segment.Writing(NodeId node, String kind, Write.LogWrite log)) {
                found.put(node, log.perSecond());
            }
        }));
        return found;
    }

    /** Whether there is something to show of it. */
    public static boolean hasRows(Compilation deployed) {
        return !logging(deployed).isEmpty();
    }

    public void show(DeploymentId shown, Compilation deployed) {
        if (shown.equals(deployment)) {
            return;
        }
        deployment = shown;
        sinks.clear();
        logging(deployed).forEach((node, perSecond) -> sinks.add(new Printing(node, NodeNames.of(node, deployed.pipeline(), kinds), perSecond)));
        if (isAttached()) {
            getUI().ifPresent(this::listen);
        }
    }

    @Override protected void onAttach(AttachEvent attach) {
        listen(attach.getUI());
    }

    private void listen(UI ui) {
        stop();
        removeAll();
        sinks.forEach(sink -> {
            var heading = new H2("Rows of " + sink.called());
            var help = new Span("Waiting for rows.");
            help.addClassName("field-help");
            help.getElement().setAttribute("role", "status");
            var table = new PrintedTable("Newest rows of " + sink.called());
            var head = new Div(heading, help);
            head.addClassName("printed-head");
            add(head, table);
            subscriptions.add(printed.listen(deployment, sink.node(), Newest.on(ui, rows -> {
                help.setText("The newest of what is logged, at most " + sink.perSecond() + " rows a second of each copy.");
                table.show(rows);
            })));
        });
    }

    @Override protected void onDetach(DetachEvent detach) {
        stop();
    }

    private void stop() {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
    }
}
