package dev.millrace.ui.gallery;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.ParameterValues;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.templates.UnknownTemplate;
import dev.millrace.server.templates.ValuesRefused;
import dev.millrace.ui.inspector.ValuesForm;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Asks for a name and for the template's parameters, and makes the pipeline. */
final class UseForm extends Section {
    private final transient Template template;
    private final transient Templates templates;
    private final transient Compiler compiler;
    private final transient Author author;
    private final transient Consumer<Compilation> onChange;
    private final transient List<String> topicNames;
    private final TextField name = new TextField("Name");
    private final ValuesForm values;
    private final Paragraph wrong = new Paragraph();
    /** Whether somebody tried to make the pipeline: before, what is not filled in yet is not wrong. */
    private boolean asked;

    /** @param known values that are filled in already @param onChange is given the template with the values that were typed, whenever they were changed */
    UseForm(Template template, Templates templates, Compiler compiler, Topics topics, Author author, Map<String, Object> known,
            Consumer<Compilation> onChange) {
        this.template = template;
        this.templates = templates;
        this.compiler = compiler;
        this.author = author;
        this.onChange = onChange;
        this.topicNames = names(topics);
        addClassName("use-form");
        getElement().setAttribute("aria-label", "Use template");
        name.setValue(template.title().length() <= Pipeline.LONGEST_NAME ? template.title() : "");
        name.setMaxLength(Pipeline.LONGEST_NAME);
        name.setWidthFull();
        name.setRequiredIndicatorVisible(true);
        name.setManualValidation(true);
        name.setValueChangeMode(ValueChangeMode.EAGER);
        name.addKeyPressListener(Key.ENTER, e -> create());
        values = new ValuesForm(template.pipeline(), known, this::changed);
        var words = new Paragraph(template.pipeline().parameters().isEmpty() ? "It asks for nothing but a name." : "The drawing and its rows follow what you fill in.");
        words.addClassName("field-help");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        var create = new Button("Create pipeline", e -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        create.setId("create-pipeline");
        add(new H2("Use template"), words, name, values, wrong, create);
        values.offer(compiled(), compiler, topicNames);
    }

    private static List<String> names(Topics topics) {
        try {
            return topics.list().stream().map(TopicSummary::name).toList();
        } catch (KafkaUnavailable unavailable) {
            // Suggestions are a help only; the name can still be typed.
            return List.of();
        }
    }

    /** The template with the values as they are now; a wrong one is left out. */
    Compilation compiled() {
        return compiler.compile(ParameterValues.give(template.pipeline(), values.values()).drawing());
    }

    private void changed() {
        ParameterValues.Given given = ParameterValues.give(template.pipeline(), values.values());
        Compilation compiled = compiler.compile(given.drawing());
        values.offer(compiled, compiler, topicNames);
        tell(given, compiled);
        onChange.accept(compiled);
    }

    private void tell(ParameterValues.Given given, Compilation compiled) {
        values.problems(given.diagnostics().all().stream().filter(d -> asked || d.code() != Diagnostic.Code.MISSING_SETTING).toList());
        // A value may fit its parameter and not the place that it is used at.
        wrong.setText(given.diagnostics().hasErrors() ? "" : compiled.diagnostics().all().stream().filter(d -> d.severity() == Severity.ERROR).findFirst()
                .map(d -> d.at().nodeOf().map(n -> "'" + n.inWords() + "': ").orElse("") + d.message() + (d.hint().isEmpty() ? "" : ". " + d.hint())).orElse(""));
    }

    private void create() {
        asked = true;
        ParameterValues.Given given = ParameterValues.give(template.pipeline(), values.values());
        tell(given, compiler.compile(given.drawing()));
        boolean nameless = name.getValue().isBlank();
        name.setErrorMessage(nameless ? "Give it a name" : "");
        name.setInvalid(nameless);
        if (nameless) {
            name.focus();
            return;
        }
        if (given.diagnostics().hasErrors()) {
            given.diagnostics().all().getFirst().at().settingOf().ifPresent(values::focus);
            return;
        }
        try {
            Design made = templates.createFrom(template.id(), name.getValue().strip(), values.values(), author);
            Places.go(Places.of(made.id()));
        } catch (ValuesRefused | UnknownTemplate refused) {
            // A newer version was published meanwhile, or it was withdrawn.
            Notices.warn(refused.getMessage());
        }
    }
}
