package dev.millrace.ui.deployments;

import com.vaadin.flow.component.AbstractField;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.Parameter;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.LiveParameters;
import dev.millrace.server.deployment.LiveParameters.Change;
import dev.millrace.server.deployment.LiveParameters.Now;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.deployment.ParameterRefused;
import dev.millrace.server.design.Author;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The values that can be changed while the pipeline runs, each with who set it last, and the history of all. */
@StyleSheet("context://live-parameters.css")
final class LiveParametersPanel extends Div {
    private final transient LiveParameters parameters;
    private final transient Author author;
    private final transient Supplier<String> why;
    private final Div fields = new Div();
    private final Paragraph trouble = new Paragraph();
    private final OrderedList changes = new OrderedList();
    private final Div told = new Div(changes);
    private final Details history = new Details("Who set what", told);
    private transient Deployment deployment;
    private transient List<Now> shown = List.of();
    private transient Optional<String> shownTrouble = Optional.empty();

    /** @param why what the person says why, when a value is set */
    LiveParametersPanel(LiveParameters parameters, Author author, Supplier<String> why) {
        this.parameters = parameters;
        this.author = author;
        this.why = why;
        addClassName("live-parameters");
        fields.addClassName("live-fields");
        trouble.addClassName("field-help");
        told.addClassName("events");
        var help = new Paragraph("A new value holds for rows that come from about a second later on. It stays over restarts and upgrades that go on with the state.");
        help.addClassName("field-help");
        add(new H2("Live parameters"), help, trouble, fields, history);
        setVisible(false);
    }

    /** @param now the deployment of the page, whenever it has changed */
    void show(Deployment now) {
        deployment = now;
        List<Now> values = parameters.of(now.id());
        setVisible(!values.isEmpty());
        Optional<String> cannot = values.isEmpty() ? Optional.empty() : parameters.trouble(now.id());
        // What is half typed stays as long as nothing is new.
        if (values.equals(shown) && cannot.equals(shownTrouble)) {
            return;
        }
        shown = values;
        shownTrouble = cannot;
        trouble.setText(cannot.map(c -> c + ".").orElse(""));
        trouble.setVisible(cannot.isPresent());
        fields.removeAll();
        values.forEach(v -> fields.add(row(v, cannot.isEmpty())));
        changes.removeAll();
        List<Change> all = values.isEmpty() ? List.of() : parameters.history(now.id());
        all.forEach(c -> changes.add(item(c)));
        history.setVisible(!all.isEmpty());
    }

    private Component row(Now now, boolean enabled) {
        Parameter parameter = now.parameter();
        AbstractField<?, String> field = field(now);
        var set = new Button("Set", e -> set(now, field));
        set.setAriaLabel("Set " + parameter.title());
        set.addThemeVariants(ButtonVariant.LUMO_SMALL);
        set.setId("set-" + parameter.name());
        field.setEnabled(enabled);
        set.setEnabled(enabled);
        if (field instanceof TextField text) {
            text.addKeyPressListener(Key.ENTER, e -> set(now, field));
        }
        var row = new Div(field, set, state(now));
        row.addClassName("live-row");
        return row;
    }

    private static AbstractField<?, String> field(Now now) {
        Parameter parameter = now.parameter();
        String value = Arguments.plain(now.value());
        List<String> choices = switch (parameter.type()) {
            case YES_NO -> List.of("true", "false");
            case CHOICE -> parameter.options();
            default -> List.of();
        };
        if (!choices.isEmpty()) {
            var select = new Select<String>();
            select.setLabel(parameter.title());
            select.setItems(choices);
            select.setItemLabelGenerator(c -> parameter.type() == Parameter.Type.YES_NO ? (c.equals("true") ? "Yes" : "No") : c);
            select.setValue(value);
            select.setHelperText(help(parameter));
            select.setId("live-" + parameter.name());
            return select;
        }
        var text = new TextField(parameter.title());
        text.setValue(value);
        text.setValueChangeMode(ValueChangeMode.EAGER);
        text.setMaxLength(Parameter.LONGEST_TEXT);
        text.setHelperText(help(parameter));
        text.setId("live-" + parameter.name());
        return text;
    }

    private static String help(Parameter parameter) {
        String bounds = parameter.min().map(min -> parameter.max().map(max -> min.toPlainString() + " to " + max.toPlainString()).orElse("at least " + min.toPlainString()))
                .or(() -> parameter.max().map(max -> "at most " + max.toPlainString())).orElse("");
        return parameter.help().isBlank() ? bounds : bounds.isEmpty() ? parameter.help() : parameter.help() + " (" + bounds + ")";
    }

    private static Span state(Now now) {
        String start = "start value " + Arguments.plain(now.parameter().value().orElseThrow());
        var words = new Span(now.set().map(s -> (s.sentAt().isEmpty() ? "on its way to the job, " : "") + "set by " + s.who() + " " + Words.ago(s.at()) + "; " + start)
                .orElse(start));
        words.addClassName("field-help");
        return words;
    }

    private void set(Now now, AbstractField<?, String> field) {
        var validation = (HasValidation) field;
        try {
            parameters.set(deployment.id(), now.parameter().name(), field.getValue() == null ? "" : field.getValue(), author, why.get());
            validation.setInvalid(false);
            Notices.tell("'" + now.parameter().title() + "' is " + field.getValue() + " now");
            show(deployment);
        } catch (ParameterRefused refused) {
            validation.setErrorMessage(refused.getMessage());
            validation.setInvalid(true);
        } catch (NotNow refused) {
            Notices.warn(refused.getMessage());
        }
    }

    private ListItem item(Change change) {
        var told = new Div(new Span("'" + title(change.name()) + "' from " + change.before() + " to " + change.value()));
        told.addClassName("told");
        if (!change.reason().isBlank()) {
            var reason = new Span("“" + change.reason() + "”");
            reason.addClassName("reason");
            told.add(reason);
        }
        var by = new Span("by " + change.who() + (change.deployment().equals(deployment.id()) ? "" : " · in a deployment before") + (change.sentAt().isEmpty() ? " · on its way to the job" : ""));
        by.addClassName("field-help");
        told.add(by);
        return new ListItem(new LocalTime(change.at()), told);
    }

    private String title(String name) {
        return shown.stream().map(Now::parameter).filter(p -> p.name().equals(name)).map(Parameter::title).findFirst().orElse(name);
    }
}
