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
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.schema.Schema;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.templates.OwnTopics;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.TemplateRefused;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.templates.UnknownTemplate;
import dev.millrace.server.templates.ValuesRefused;
import dev.millrace.template.OwnRows;
import dev.millrace.ui.inspector.ValuesForm;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final List<OwnRowsForm> ownRows;
    /** Whether somebody tried to make the pipeline: before, what is not filled in yet is not wrong. */
    private boolean asked;

    /** @param known values that are filled in already @param onChange is given the template with the values that were typed, whenever they were changed */
    UseForm(Template template, Templates templates, Compiler compiler, Topics topics, OwnTopics own, Author author, Map<String, Object> known,
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
        Compilation drawn = compiler.compile(template.pipeline());
        ownRows = OwnRows.sources(template.pipeline()).stream().filter(n -> drawn.schemas().containsKey(OwnRows.rows(n.id()))).map(n -> new OwnRowsForm(n,
                drawn.schemas().get(OwnRows.rows(n.id())), OwnRows.asksForTopic(n, template.pipeline()).isPresent(), topicNames, own, this::changed)).toList();
        var words = new Paragraph(template.pipeline().parameters().isEmpty() ? (ownRows.isEmpty() ? "It asks for nothing but a name." : "It runs as it is, or on topics of yours.") : "The drawing and its rows follow what you fill in.");
        words.addClassName("field-help");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        var create = new Button("Create pipeline", e -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        create.setId("create-pipeline");
        add(new H2("Use template"), words, name, values);
        ownRows.forEach(this::add);
        add(wrong, create);
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

    /** The template with the values and topics as they are now; a wrong one is left out. */
    Compilation compiled() {
        return compiled(ParameterValues.give(template.pipeline(), values.values()));
    }

    private Compilation compiled(ParameterValues.Given given) {
        Pipeline now = given.drawing();
        for (OwnRowsForm form : ownRows) {
            Optional<OwnRows> rows = form.rows();
            if (rows.isPresent()) {
                try {
                    Schema wanted = compiler.compile(now).schemas().get(OwnRows.rows(form.source().id()));
                    now = rows.get().edit(now, wanted, compiler.kinds()).apply(now);
                    form.refuse("");
                } catch (IllegalArgumentException | EditRefused refused) {
                    form.refuse(refused.getMessage());
                }
            }
        }
        return compiler.compile(now);
    }

    private void changed() {
        ParameterValues.Given given = ParameterValues.give(template.pipeline(), values.values());
        Compilation compiled = compiled(given);
        values.offer(compiled, compiler, topicNames);
        tell(given, compiled);
        onChange.accept(compiled);
        // Where a parameter is the topic of a source, its columns are looked at too.
        ownRows.forEach(form -> OwnRows.asksForTopic(form.source(), template.pipeline()).ifPresent(parameter -> {
            Object typed = values.values().get(parameter.name());
            form.topic(typed == null || parameter.value().filter(typed::equals).isPresent() ? "" : String.valueOf(typed));
        }));
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
        tell(given, compiled(given));
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
            for (OwnRowsForm form : ownRows) {
                Optional<String> missing = form.missing();
                if (missing.isPresent()) {
                    form.refuse(missing.get());
                    return;
                }
            }
            List<OwnRows> rows = ownRows.stream().map(OwnRowsForm::rows).flatMap(Optional::stream).toList();
            Design made = templates.createFrom(template.id(), name.getValue().strip(), values.values(), rows, author);
            Places.go(Places.of(made.id()));
            if (template.dashboard().isPresent()) {
                Notices.tell("Its dashboard was made too: see Dashboards");
            }
        } catch (ValuesRefused | UnknownTemplate | TemplateRefused refused) {
            // A newer version was published meanwhile, or it was withdrawn.
            Notices.warn(refused.getMessage());
        }
    }
}
