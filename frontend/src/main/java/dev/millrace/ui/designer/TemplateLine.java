package dev.millrace.ui.designer;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.templates.Templates;
import dev.millrace.ui.shell.Places;

/** Says when there is a newer version of the template that the pipeline was made from, with the way to what changed and to a new pipeline. */
@StyleSheet("context://gallery.css")
final class TemplateLine extends Div {
    TemplateLine(PipelineId pipeline, Templates templates, String viewer) {
        addClassName("template-line");
        getElement().setAttribute("role", "status");
        setVisible(false);
        templates.newer(pipeline, viewer).ifPresent(newer -> {
            setVisible(true);
            add(new Span("Made from version " + newer.from().version() + " of “" + newer.newest().title() + "”; there is a version " + newer.newest().version() + "."),
                    Places.link(Places.newer(newer.newest().id(), pipeline), "See what changed, and make a new pipeline from it"));
        });
    }
}
