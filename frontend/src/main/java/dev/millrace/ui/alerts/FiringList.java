package dev.millrace.ui.alerts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.millrace.server.alerts.Alert;
import dev.millrace.server.alerts.AlertId;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.server.alerts.Rule;
import dev.millrace.server.alerts.RuleId;
import dev.millrace.server.alerts.UnknownAlert;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What is not as it should be now: what fires, worst first, and below what may fire soon. */
final class FiringList extends Div {
    private final transient Alerts alerts;
    private final String user;
    private transient Object shown;

    FiringList(Alerts alerts, String user) {
        this.alerts = alerts;
        this.user = user;
    }

    /** Reads anew; leaves what is unchanged as it is, with the focus in it. */
    void refresh() {
        List<Alert> open = alerts.open();
        Map<RuleId, Rule> rules = alerts.rules().stream().collect(Collectors.toMap(Rule::id, r -> r));
        Object now = List.of(open, rules.values().stream().filter(r -> r.mutedUntil().isPresent()).toList());
        if (Objects.equals(now, shown)) {
            return;
        }
        shown = now;
        removeAll();
        if (open.isEmpty()) {
            var calm = new Paragraph("Nothing fires. Rules look at running deployments every two seconds.");
            calm.addClassName("alerts-calm");
            add(calm);
            return;
        }
        var list = new UnorderedList();
        list.addClassName("alert-list");
        open.forEach(alert -> list.add(item(alert, alert.rule().map(rules::get).orElse(null))));
        add(list);
    }

    private ListItem item(Alert alert, Rule rule) {
        var name = new Span(alert.name());
        name.addClassName("alert-name");
        var head = new Div(new SeverityBadge(alert.severity(), alert.state()), name, AlertsView.where(alert));
        head.addClassName("alert-head");
        var words = new Paragraph(new Span(alert.words() + ". " + (alert.isRaised() ? "Fires since " : "May fire; so since ")), new LocalTime(alert.firedAt().orElse(alert.since())));
        var told = new Div(head, words);
        told.addClassName("alert-told");
        alert.acknowledged().ifPresent(known -> told.add(help(new Span("Acknowledged by " + known.who() + ", "), new LocalTime(known.at()))));
        alert.calmSince().ifPresent(since -> told.add(help(new Span("Seems to be over since "), new LocalTime(since))));
        if (rule != null && rule.isMuted(java.time.Instant.now())) {
            told.add(help(Mutes.words(rule)));
        }
        var item = new ListItem(told);
        item.addClassNames("alert-item", alert.isRaised() ? "alert-raised" : "alert-pending", "alert-" + alert.severity().name().toLowerCase(java.util.Locale.ROOT));
        if (alert.state() == Alert.State.FIRING) {
            var acknowledge = new Button("Acknowledge", e -> acknowledge(alert.id()));
            acknowledge.setAriaLabel("Acknowledge " + alert.name() + " of " + alert.pipelineName());
            acknowledge.addThemeVariants(ButtonVariant.LUMO_SMALL);
            item.add(acknowledge);
        }
        if (rule != null) {
            item.add(Mutes.menu(alerts, rule, user, this::refresh));
        }
        return item;
    }

    private static Paragraph help(Component... parts) {
        var help = new Paragraph(parts);
        help.addClassName("field-help");
        return help;
    }

    private void acknowledge(AlertId id) {
        try {
            alerts.acknowledge(id, user);
        } catch (UnknownAlert gone) {
            Notices.tell(gone.getMessage());
        }
        refresh();
    }
}
