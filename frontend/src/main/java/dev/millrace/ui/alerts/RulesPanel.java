package dev.millrace.ui.alerts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.NodeNames;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.server.alerts.Rule;
import dev.millrace.server.alerts.RuleId;
import dev.millrace.server.alerts.RuleWords;
import dev.millrace.server.alerts.UnknownAlert;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineSummary;
import dev.millrace.ui.shell.Notices;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rules, in sentences. */
final class RulesPanel extends Div {
    private final transient Alerts alerts;
    private final transient DesignService designs;
    private final transient NodeKinds kinds;
    private final String user;
    private final Grid<Rule> grid = new Grid<>();
    private final TextField search = new TextField();
    /** What each rule is about, as people call it. */
    private transient Map<RuleId, String> places = Map.of();
    private transient List<Rule> shown = List.of();

    RulesPanel(Alerts alerts, DesignService designs, NodeKinds kinds, String user) {
        this.alerts = alerts;
        this.designs = designs;
        this.kinds = kinds;
        this.user = user;
        var make = new Button("Add rule", e -> edit(Optional.empty()));
        make.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var help = new Span("Each pipeline is given five rules with its first deployment. Change or delete them as you like.");
        help.addClassName("field-help");
        search.setPlaceholder("Search by name or pipeline");
        search.setWidth("16rem");
        search.setAriaLabel("Search rules");
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addValueChangeListener(e -> draw());
        var head = new Div(make, search, help);
        head.addClassName("alerts-bar");
        grid.addComponentColumn(r -> new SeverityBadge(r.wish().severity())).setHeader("Severity").setAutoWidth(true).setFlexGrow(0);
        grid.addColumn(r -> r.wish().name()).setHeader("Name").setFlexGrow(2);
        grid.addColumn(this::where).setHeader("Pipeline").setFlexGrow(2);
        grid.addColumn(r -> "When " + RuleWords.condition(r.wish())).setHeader("Rule").setFlexGrow(4);
        grid.addComponentColumn(this::actions).setHeader("").setAutoWidth(true).setFlexGrow(0);
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.getElement().setAttribute("aria-label", "Rules");
        add(head, grid);
    }

    private String where(Rule rule) {
        return places.get(rule.id());
    }

    private String where(Rule.Wish wish, Map<PipelineId, Pipeline> pipelines) {
        Optional<Pipeline> pipeline = wish.pipeline().map(pipelines::get);
        return pipeline.map(Pipeline::name).orElse(wish.pipeline().isPresent() ? "a pipeline that was deleted" : "All pipelines")
                + wish.node().map(node -> ", '" + pipeline.map(p -> NodeNames.of(node, p, kinds)).orElse(node.inWords()) + "'").orElse("");
    }

    private Component actions(Rule rule) {
        var change = small("Change", "Change " + rule.wish().name() + " of " + where(rule), () -> edit(Optional.of(rule)));
        var delete = small("Delete", "Delete " + rule.wish().name() + " of " + where(rule), () -> confirm(rule));
        var all = new Div(change, Mutes.menu(alerts, rule, user, this::refresh), delete);
        all.addClassName("rule-actions");
        return all;
    }

    private static Button small(String text, String label, Runnable action) {
        var button = new Button(text, e -> action.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(label);
        return button;
    }

    private void edit(Optional<Rule> rule) {
        List<PipelineSummary> pipelines = designs.list().stream().sorted(Comparator.comparing(PipelineSummary::name, String.CASE_INSENSITIVE_ORDER)).toList();
        new RuleDialog(rule, pipelines, kinds, wish -> {
            if (rule.isPresent()) {
                alerts.change(rule.get().id(), wish, user);
            } else {
                alerts.add(wish, user);
            }
            refresh();
        }).open();
    }

    private void confirm(Rule rule) {
        var dialog = new ConfirmDialog("Delete '" + rule.wish().name() + "'?", "What it has raised is over then, and nobody is told.", "Delete", e -> {
            try {
                alerts.delete(rule.id(), user);
            } catch (UnknownAlert gone) {
                Notices.tell(gone.getMessage());
            }
            refresh();
        });
        dialog.setCancelable(true);
        dialog.setConfirmButtonTheme("error primary");
        dialog.open();
    }

    /** Reads anew. */
    void refresh() {
        Map<PipelineId, Pipeline> pipelines = designs.list().stream().collect(Collectors.toMap(PipelineSummary::id, PipelineSummary::pipeline));
        List<Rule> now = alerts.rules();
        Map<RuleId, String> placesNow = now.stream().collect(Collectors.toMap(Rule::id, rule -> where(rule.wish(), pipelines)));
        if (now.equals(shown) && placesNow.equals(places)) {
            return;
        }
        places = placesNow;
        shown = now;
        draw();
    }

    private void draw() {
        String wanted = search.getValue().strip().toLowerCase(Locale.ROOT);
        List<Rule> found = shown.stream().filter(r -> (r.wish().name() + " " + where(r)).toLowerCase(Locale.ROOT).contains(wanted)).toList();
        grid.setEmptyStateText(shown.isEmpty() ? "No rules yet. Deploy a pipeline, or add one." : "No rule is like that.");
        grid.setItems(found.stream().sorted(Comparator.comparing((Rule r) -> r.wish().pipeline().isPresent()).thenComparing(this::where, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(r -> r.wish().name())).toList());
        grid.setAllRowsVisible(found.size() <= 40);
        grid.setHeight(found.size() <= 40 ? null : "70vh");
    }
}
