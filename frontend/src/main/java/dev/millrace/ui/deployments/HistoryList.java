package dev.millrace.ui.deployments;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.deployment.DeploymentEvent;
import dev.millrace.ui.shell.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What happened to a deployment, newest first: when, what, by whom and why, with which revision, job and state. */
final class HistoryList extends OrderedList {
    private static final int MOST = 200;
    private static final int JOB_SHOWN = 8;
    private transient List<DeploymentEvent> shown = List.of();
    private transient Map<Long, String> names = Map.of();

    HistoryList() {
        getElement().setAttribute("aria-label", "What happened, newest first");
    }

    /** @param oldestFirst all events @param newNames of revisions of the pipeline that have one */
    void show(List<DeploymentEvent> oldestFirst, Map<Long, String> newNames) {
        // What is open stays open as long as nothing is new.
        if (shown.equals(oldestFirst) && names.equals(newNames)) {
            return;
        }
        shown = List.copyOf(oldestFirst);
        names = Map.copyOf(newNames);
        removeAll();
        oldestFirst.reversed().stream().limit(MOST).forEach(e -> add(item(e)));
    }

    private ListItem item(DeploymentEvent e) {
        var what = new Span(e.message());
        var told = new Div(what);
        told.addClassName("told");
        if (e.type() == DeploymentEvent.Type.ROLLED_BACK || e.type() == DeploymentEvent.Type.FAILED) {
            what.addClassName("error-text");
        }
        if (!e.reason().isBlank()) {
            var why = new Span("“" + e.reason() + "”");
            why.addClassName("reason");
            told.add(why);
        }
        var with = new Span(with(e));
        with.addClassName("field-help");
        if (!e.job().isEmpty()) {
            with.setTitle("Flink job " + e.job());
        }
        told.add(with);
        String more = String.join("\n", List.of(e.savepoint(), e.detail()).stream().filter(t -> !t.isBlank()).toList());
        if (!more.isEmpty()) {
            var text = new Pre(more);
            text.getElement().setAttribute("tabindex", "0");
            told.add(new Details(e.savepoint().isEmpty() ? "Details" : "Where the state is", text));
        }
        return new ListItem(new LocalTime(e.at()), told);
    }

    private String with(DeploymentEvent e) {
        List<String> parts = new ArrayList<>();
        parts.add(e.who().isEmpty() ? "by itself" : "by " + e.who());
        if (e.revision() > 0) {
            parts.add("revision " + e.revision() + (names.containsKey(e.revision()) ? " “" + names.get(e.revision()) + "”" : ""));
        }
        if (!e.job().isEmpty()) {
            parts.add("job " + e.job().substring(0, Math.min(JOB_SHOWN, e.job().length())));
        }
        return String.join(" · ", parts);
    }
}
