package dev.millrace.ui.home;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.document.DocumentRefused;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import dev.millrace.ui.shell.Places;
import java.util.Map;
import java.util.function.Supplier;

/** Begins a pipeline: blank, from a template that asks for nothing, or from a document; and leads to all templates. */
final class NewPipelineDialog extends Dialog {
    private final DesignService designs;
    private final Author author;
    private final TextField name = new TextField("Name");

    NewPipelineDialog(DesignService designs, Templates templates, NodeKinds kinds, Author author) {
        this.designs = designs;
        this.author = author;
        setHeaderTitle("New pipeline");
        setWidth("760px");
        name.setPlaceholder("Taken from the template where empty");
        name.setMaxLength(200);
        name.setWidthFull();
        name.focus();
        var choices = new Div();
        choices.addClassName("choices");
        choices.add(choice("Blank", "An empty canvas.", Pipeline.empty("Blank"), kinds,
                () -> designs.create(named("New pipeline"), Pipeline.empty(named("New pipeline")), author)));
        for (Template template : templates.first()) {
            choices.add(choice(template.title(), template.description(), template.pipeline(), kinds,
                    () -> templates.createFrom(template.id(), named(template.title()), Map.of(), author)));
        }
        var all = Places.link(Places.TEMPLATES, "All templates, with what they need");
        all.getElement().addEventListener("click", e -> close());
        var close = new Button("Cancel", e -> close());
        close.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        add(name, choices, all, importing());
        getFooter().add(close);
    }

    private String named(String otherwise) {
        return name.getValue().isBlank() ? otherwise : name.getValue().strip();
    }

    private NativeButton choice(String title, String what, Pipeline pipeline, NodeKinds kinds, Supplier<Design> make) {
        var button = new NativeButton("", e -> go(make.get()));
        var heading = new Span(title);
        heading.addClassName("card-name");
        button.add(Thumbnail.of(pipeline, kinds), heading, new Span(what));
        button.addClassName("choice");
        return button;
    }

    private Div importing() {
        var document = new TextArea("Document (YAML or JSON)");
        document.setWidthFull();
        document.setMaxHeight("180px");
        document.setValueChangeMode(ValueChangeMode.EAGER);
        var wrong = new Paragraph();
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        var take = new Button("Import", e -> {
            try {
                go(designs.importYaml(document.getValue(), author));
            } catch (DocumentRefused refused) {
                wrong.setText(refused.getMessage());
            }
        });
        var box = new Div(new H2("Or paste a document"), document, wrong, take);
        box.addClassName("import");
        return box;
    }

    private void go(Design design) {
        close();
        Places.go(Places.of(design.id()));
    }
}
