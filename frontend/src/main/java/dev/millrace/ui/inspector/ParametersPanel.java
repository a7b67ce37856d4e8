package dev.millrace.ui.inspector;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Span;
import dev.millrace.kind.ParameterForm;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.design.Design;
import dev.millrace.ui.canvas.Drawing;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The parameters of the pipeline: one line for each where there are any, and the form for them behind it, which is long. What is half typed stays here; only
 * what can be read becomes an edit.
 */
final class ParametersPanel extends Div {
    private final EntriesInput input = (EntriesInput) SettingInputs.of(ParameterForm.spec());
    private final Div lines = new Div();
    private List<Parameter> known;

    ParametersPanel(Drawing drawing, Consumer<PipelineEdit> edit) {
        addClassName("parameters");
        known = drawing.design().pipeline().parameters();
        input.show(ParameterForm.entries(known));
        input.onChange(typed -> {
            ParameterForm.Read read = ParameterForm.read(entries(typed));
            input.problems(ParameterForm.SETTING, read.diagnostics().all());
            if (!read.diagnostics().hasErrors() && !read.parameters().equals(known)) {
                known = read.parameters();
                showLines();
                edit.accept(new PipelineEdit.SetParameters(known));
            }
        });
        if (known.isEmpty()) {
            add(input.component());
        } else {
            lines.addClassName("parameter-lines");
            showLines();
            add(new H3("Parameters"), lines, new Details("Change them", input.component()));
        }
    }

    private void showLines() {
        lines.removeAll();
        List<Map<String, Object>> written = ParameterForm.entries(known);
        for (int i = 0; i < known.size(); i++) {
            Parameter parameter = known.get(i);
            var value = new Span(String.valueOf(written.get(i).getOrDefault("value", "not set")));
            value.addClassName("parameter-value");
            lines.add(new Div(new Span(parameter.label().isEmpty() ? parameter.name() : parameter.label()), value));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(Object typed) {
        return (List<Map<String, Object>>) typed;
    }

    /** A newer design, by whoever. */
    void refresh(Design design) {
        if (!design.pipeline().parameters().equals(known)) {
            known = design.pipeline().parameters();
            input.show(ParameterForm.entries(known));
            showLines();
        }
    }
}
