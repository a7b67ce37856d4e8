package dev.millrace.ui.inspector;

import com.vaadin.flow.component.html.Div;
import dev.millrace.kind.ParameterForm;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.design.Design;
import dev.millrace.ui.canvas.Drawing;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The parameters of the pipeline. What is half typed stays here; only what can be read becomes an edit. */
final class ParametersPanel extends Div {
    private final EntriesInput input = (EntriesInput) SettingInputs.of(ParameterForm.spec());
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
                edit.accept(new PipelineEdit.SetParameters(known));
            }
        });
        add(input.component());
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
        }
    }
}
