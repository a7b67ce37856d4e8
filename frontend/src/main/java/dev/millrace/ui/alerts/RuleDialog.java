package dev.millrace.ui.alerts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.NodeNames;
import dev.millrace.pipeline.NodeId;
import dev.millrace.schema.Durations;
import dev.millrace.server.alerts.Condition;
import dev.millrace.server.alerts.Metric;
import dev.millrace.server.alerts.Rule;
import dev.millrace.server.alerts.RuleRefused;
import dev.millrace.server.alerts.RuleWords;
import dev.millrace.server.alerts.Severity;
import dev.millrace.server.alerts.UnknownAlert;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.design.PipelineSummary;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes or changes a rule, and says it in a sentence while it is made. */
final class RuleDialog extends Dialog {
    private enum When {
        LIMIT("A number is above or below a limit"), CHANGE("A number rises or falls"), SILENCE("No rows come"), STATE("It is in a state");

        private final String words;

        When(String words) {
            this.words = words;
        }
    }

    private enum Silence { USUAL, FIXED }

    private final transient NodeKinds kinds;
    private final transient Consumer<Rule.Wish> save;
    private final TextField name = new TextField("Name");
    private final ComboBox<PipelineSummary> pipeline = new ComboBox<>("Pipeline");
    private final ComboBox<String> node = new ComboBox<>("Node");
    private final Select<When> when = new Select<>();
    private final ComboBox<Metric> metric = new ComboBox<>("Number");
    private final Select<Condition.Side> side = new Select<>();
    private final Select<Condition.Direction> direction = new Select<>();
    private final NumberField limit = new NumberField();
    private final TextField within = new TextField("Within");
    private final Select<Condition.Flow> flow = new Select<>();
    private final Select<Silence> silence = new Select<>();
    private final NumberField times = new NumberField("Times as long as usual");
    private final TextField longest = new TextField("For longer than");
    private final CheckboxGroup<Deployment.State> states = new CheckboxGroup<>("States");
    private final TextField lasting = new TextField("Holds for");
    private final Select<Severity> severity = new Select<>();
    private final Div fields = new Div();
    private final Paragraph sentence = new Paragraph();
    private final Paragraph wrong = new Paragraph();

    /** @param before empty for a new one @param save may throw {@link RuleRefused} and {@link UnknownAlert} */
    RuleDialog(Optional<Rule> before, List<PipelineSummary> pipelines, NodeKinds kinds, Consumer<Rule.Wish> save) {
        this.kinds = kinds;
        this.save = save;
        setHeaderTitle(before.isPresent() ? "Change rule" : "New rule");
        setWidth("560px");
        addClassName("rule-dialog");
        name.setWidthFull();
        name.setMaxLength(100);
        pipeline.setItems(pipelines);
        pipeline.setItemLabelGenerator(PipelineSummary::name);
        pipeline.setPlaceholder("All pipelines");
        pipeline.setClearButtonVisible(true);
        node.setClearButtonVisible(true);
        node.setItemLabelGenerator(this::called);
        choose(when, "When", When.values(), w -> w.words, When.LIMIT);
        metric.setItems(Metric.values());
        metric.setItemLabelGenerator(m -> capital(m.words()));
        metric.setValue(Metric.LAG);
        choose(side, "Is", Condition.Side.values(), s -> s == Condition.Side.ABOVE ? "Above" : "Below", Condition.Side.ABOVE);
        choose(direction, "It", Condition.Direction.values(), d -> d == Condition.Direction.RISES ? "Rises" : "Falls", Condition.Direction.RISES);
        limit.setValue(1000.0);
        choose(flow, "Rows", Condition.Flow.values(), f -> f == Condition.Flow.IN ? "In" : "Out", Condition.Flow.IN);
        choose(silence, "For", Silence.values(), s -> s == Silence.USUAL ? "Longer than usual" : "A time", Silence.FIXED);
        times.setValue(2.0);
        duration(within, "1 min");
        duration(longest, "2 min");
        duration(lasting, "");
        lasting.setPlaceholder("at once");
        lasting.setHelperText("Such as 30 s or 10 min; empty: at once");
        states.setItems(Deployment.State.FAILED, Deployment.State.FAILING, Deployment.State.RESTARTING, Deployment.State.RUNNING, Deployment.State.STARTING, Deployment.State.SUSPENDED);
        states.setItemLabelGenerator(s -> capital(RuleWords.state(s)));
        states.setValue(Set.of(Deployment.State.FAILED));
        choose(severity, "Severity", Severity.values(), Severity::word, Severity.WARNING);
        fields.addClassName("rule-fields");
        sentence.addClassName("rule-sentence");
        sentence.getElement().setAttribute("aria-live", "polite");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        before.ifPresent(rule -> fill(rule.wish(), pipelines));
        add(name, pair(pipeline, node), when, fields, pair(lasting, severity), sentence, wrong);
        var cancel = new Button("Cancel", e -> close());
        cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        var done = new Button(before.isPresent() ? "Save" : "Add rule", e -> save());
        done.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        done.addClickShortcut(Key.ENTER);
        getFooter().add(cancel, done);
        Stream.<HasValue<?, ?>>of(pipeline, when, metric, silence).forEach(f -> f.addValueChangeListener(e -> draw()));
        Stream.<HasValue<?, ?>>of(node, side, direction, limit, within, flow, times, longest, states, lasting, severity).forEach(f -> f.addValueChangeListener(e -> say()));
        draw();
        name.focus();
    }

    private static <T> void choose(Select<T> select, String label, T[] items, com.vaadin.flow.component.ItemLabelGenerator<T> words, T preset) {
        select.setLabel(label);
        select.setItems(items);
        select.setItemLabelGenerator(words);
        select.setValue(preset);
    }

    private static void duration(TextField field, String preset) {
        field.setValue(preset);
        field.setValueChangeMode(ValueChangeMode.LAZY);
    }

    private static Div pair(Component... parts) {
        var pair = new Div(parts);
        pair.addClassName("field-pair");
        return pair;
    }

    private void fill(Rule.Wish wish, List<PipelineSummary> pipelines) {
        name.setValue(wish.name());
        wish.pipeline().flatMap(id -> pipelines.stream().filter(p -> p.id().equals(id)).findFirst()).ifPresent(pipeline::setValue);
        lasting.setValue(wish.lasting().isZero() ? "" : RuleWords.time(wish.lasting()));
        severity.setValue(wish.severity());
        switch (wish.condition()) {
            case Condition.Threshold t -> {
                metric.setValue(t.metric());
                side.setValue(t.side());
                limit.setValue(t.limit());
            }
            case Condition.Change c -> {
                when.setValue(When.CHANGE);
                metric.setValue(c.metric());
                direction.setValue(c.direction());
                limit.setValue(c.by());
                within.setValue(RuleWords.time(c.within()));
            }
            case Condition.Absence a -> {
                when.setValue(When.SILENCE);
                flow.setValue(a.flow());
                switch (a.gap()) {
                    case Condition.Gap.Fixed fixed -> longest.setValue(RuleWords.time(fixed.longest()));
                    case Condition.Gap.Usual usual -> {
                        silence.setValue(Silence.USUAL);
                        times.setValue(usual.times());
                    }
                }
            }
            case Condition.InState s -> {
                when.setValue(When.STATE);
                states.setValue(EnumSet.copyOf(s.states()));
            }
        }
        offerNodes();
        wish.node().ifPresent(n -> {
            node.setItems(Stream.concat(nodes().stream(), Stream.of(n.value())).distinct().toList());
            node.setValue(n.value());
        });
    }

    private List<String> nodes() {
        return Optional.ofNullable(pipeline.getValue()).map(p -> p.pipeline().nodes().keySet().stream().map(NodeId::value)
                // Named once each: that looks through all the others.
                .map(id -> Map.entry(called(id), id)).sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList()).orElse(List.of());
    }

    /** What people call a node of the chosen pipeline. */
    private String called(String id) {
        return NodeId.parse(id).map(n -> Optional.ofNullable(pipeline.getValue()).map(p -> NodeNames.of(n, p.pipeline(), kinds)).orElse(n.inWords())).orElse(id);
    }

    private void offerNodes() {
        String chosen = node.getValue();
        node.setItems(Stream.concat(nodes().stream(), Stream.ofNullable(chosen)).distinct().toList());
        node.setValue(pipeline.getValue() == null ? null : chosen);
    }

    private void draw() {
        boolean ofNodes = (when.getValue() == When.LIMIT || when.getValue() == When.CHANGE) && metric.getValue() != null && metric.getValue().isOfNodes();
        offerNodes();
        node.setVisible(pipeline.getValue() != null && (ofNodes || when.getValue() == When.SILENCE));
        node.setPlaceholder(ofNodes ? "Each node" : "The whole pipeline");
        fields.removeAll();
        limit.setLabel(when.getValue() == When.CHANGE ? "By more than" : "Limit");
        limit.setHelperText(Optional.ofNullable(metric.getValue()).map(m -> unit(m.unit())).orElse(""));
        switch (when.getValue()) {
            case LIMIT -> fields.add(metric, pair(side, limit));
            case CHANGE -> fields.add(metric, pair(direction, limit, within));
            case SILENCE -> fields.add(pair(flow, silence, silence.getValue() == Silence.USUAL ? times : longest));
            case STATE -> fields.add(states);
        }
        metric.setWidthFull();
        say();
    }

    private static String unit(Metric.Unit unit) {
        return switch (unit) {
            case PER_SECOND -> "Rows per second";
            case RECORDS -> "Records";
            case SECONDS -> "Seconds";
            case BYTES -> "Bytes";
            case PERCENT -> "Per cent of the time";
            case COUNT -> "";
        };
    }

    private void say() {
        try {
            Rule.Wish wish = wish();
            String where = Optional.ofNullable(pipeline.getValue()).map(PipelineSummary::name).orElse("any pipeline") + wish.node().map(n -> ", node '" + called(n.value()) + "'").orElse("");
            sentence.setText(wish.severity().word() + " when " + RuleWords.condition(wish) + ", at " + where + ".");
        } catch (RuleRefused | IllegalArgumentException unfinished) {
            sentence.setText("");
        }
    }

    /** @throws RuleRefused @throws IllegalArgumentException where a time is none */
    private Rule.Wish wish() {
        var chosenNode = node.isVisible() ? NodeId.parse(node.getValue()) : Optional.<NodeId>empty();
        return new Rule.Wish(name.getValue(), Optional.ofNullable(pipeline.getValue()).map(PipelineSummary::id), chosenNode, condition(),
                lasting.getValue().isBlank() ? Duration.ZERO : Durations.parse(lasting.getValue()), severity.getValue());
    }

    private Condition condition() {
        return switch (when.getValue()) {
            case LIMIT -> new Condition.Threshold(chosen(metric.getValue(), "a number"), side.getValue(), chosen(limit.getValue(), "a limit"));
            case CHANGE -> new Condition.Change(chosen(metric.getValue(), "a number"), direction.getValue(), chosen(limit.getValue(), "by how much"), Durations.parse(within.getValue()));
            case SILENCE -> new Condition.Absence(flow.getValue(), silence.getValue() == Silence.USUAL ? new Condition.Gap.Usual(chosen(times.getValue(), "how many times"))
                    : new Condition.Gap.Fixed(Durations.parse(longest.getValue())));
            case STATE -> new Condition.InState(states.getValue());
        };
    }

    private static <T> T chosen(T value, String what) {
        if (value == null) {
            throw new RuleRefused("Say " + what);
        }
        return value;
    }

    private void save() {
        wrong.setText("");
        try {
            save.accept(wish());
            close();
        } catch (RuleRefused | UnknownAlert | IllegalArgumentException refused) {
            wrong.setText(refused.getMessage());
        }
    }

    static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
