package dev.millrace.ui.alerts;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.server.Subscription;
import dev.millrace.kind.NodeKinds;
import dev.millrace.server.alerts.Alert;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.server.design.DesignService;
import dev.millrace.ui.push.Newest;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What fires, by which rules, who is told, and what was. Kept up to date by itself. */
@Route(Places.ALERTS)
@PageTitle("Alerts · Millrace")
@PermitAll
public class AlertsView extends Main {
    private static final int MOST_HISTORY = 200;

    private final transient Alerts alerts;
    private final UndeliveredList undelivered;
    private final FiringList firing;
    private final RulesPanel rules;
    private final ChannelsPanel channels;
    private final Grid<Alert> history = new Grid<>();
    private final Map<String, Component> parts = new LinkedHashMap<>();
    private final Div choices = new Div();
    private transient List<Alert> past = List.of();
    private transient Subscription subscription = () -> { };

    public AlertsView(Alerts alerts, DesignService designs, NodeKinds kinds, AuthenticationContext authentication) {
        this.alerts = alerts;
        String user = authentication.getPrincipalName().orElseThrow();
        undelivered = new UndeliveredList(alerts);
        firing = new FiringList(alerts, user);
        rules = new RulesPanel(alerts, designs, kinds, user);
        channels = new ChannelsPanel(alerts, user);
        addClassNames("plain-page", "wide-page", "alerts-page");
        history.addComponentColumn(a -> new SeverityBadge(a.severity())).setHeader("Severity").setAutoWidth(true).setFlexGrow(0);
        history.addColumn(Alert::name).setHeader("Name").setFlexGrow(2);
        history.addComponentColumn(AlertsView::where).setHeader("Pipeline").setFlexGrow(2);
        history.addColumn(Alert::words).setHeader("What it was").setFlexGrow(4);
        history.addComponentColumn(a -> new LocalTime(a.firedAt().orElse(a.since()))).setHeader("Fired").setAutoWidth(true).setFlexGrow(0);
        history.addColumn(a -> Words.duration(Duration.between(a.firedAt().orElse(a.since()), a.resolvedAt().orElseThrow()))).setHeader("For").setAutoWidth(true).setFlexGrow(0);
        history.addColumn(a -> a.acknowledged().map(Alert.Acknowledgement::who).orElse("")).setHeader("Acknowledged by").setAutoWidth(true).setFlexGrow(0);
        history.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        history.setEmptyStateText("Nothing has fired yet. What is resolved is kept for 30 days.");
        history.getElement().setAttribute("aria-label", "History");
        var head = new Div(new H1("Alerts"));
        head.addClassName("page-head");
        parts.put("Now", firing);
        parts.put("Rules", rules);
        parts.put("Channels", channels);
        parts.put("History", history);
        choices.addClassName("alerts-choices");
        choices.getElement().setAttribute("role", "group");
        choices.getElement().setAttribute("aria-label", "What to show");
        parts.keySet().forEach(part -> choices.add(new NativeButton(part, e -> show(part))));
        add(head, undelivered, choices, firing, rules, channels, history);
        show("Now");
        refresh();
    }

    private void show(String chosen) {
        parts.forEach((part, content) -> content.setVisible(part.equals(chosen)));
        choices.getChildren().map(NativeButton.class::cast).forEach(button -> button.getElement().setAttribute("aria-pressed", Boolean.toString(button.getText().equals(chosen))));
    }

    /** The pipeline, by a link to its deployment, and the node where it is about one. */
    static Span where(Alert alert) {
        var where = new Span(Places.link(Places.of(alert.deployment()), alert.pipelineName()));
        alert.nodeName().ifPresent(node -> where.add(new Span(" at '" + node + "'")));
        return where;
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        subscription = alerts.listen(Newest.look(attach.getUI(), this::refresh));
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscription.close();
    }

    private void refresh() {
        undelivered.refresh();
        firing.refresh();
        rules.refresh();
        channels.refresh();
        List<Alert> now = alerts.history(MOST_HISTORY);
        if (!now.equals(past)) {
            past = now;
            history.setItems(now);
            history.setAllRowsVisible(now.size() <= 40);
            history.setHeight(now.size() <= 40 ? null : "70vh");
        }
    }
}
