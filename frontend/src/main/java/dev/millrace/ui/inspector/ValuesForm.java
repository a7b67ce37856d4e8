package dev.millrace.ui.inspector;

import com.vaadin.flow.component.html.Div;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.kind.ParameterValues;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Settings;
import dev.millrace.schema.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a drawing as fields for whoever makes a pipeline of it: the same fields that a node has which uses a fragment. */
public final class ValuesForm extends Div {
    private final SettingsForm form;
    private Settings given;

    /** @param known values that are filled in already, by the name of the parameter @param onChange called whenever a value was changed by a person */
    public ValuesForm(Pipeline drawing, Map<String, Object> known, Runnable onChange) {
        given = new Settings(known);
        addClassName("values-form");
        form = SettingsForm.of(ParameterValues.form(drawing), (name, value) -> {
            given = given.with(name, value);
            onChange.run();
        });
        form.show(given);
        add(form);
    }

    /** What was typed or known, by the name of the parameter; presets are not among them. */
    public Map<String, Object> values() {
        return given.values();
    }

    /** @param compiled the drawing with the values, whose columns are offered @param topics names that are offered */
    public void offer(Compilation compiled, Compiler compiler, List<String> topics) {
        var columns = new LinkedHashMap<String, Column>();
        compiled.schemas().values().forEach(schema -> schema.columns().forEach(c -> columns.putIfAbsent(c.name(), c)));
        List<Column> all = columns.values().stream().sorted(java.util.Comparator.comparing(Column::name)).toList();
        form.offer(new FormContext(all, all, compiler.typer().functions(), compiler.clusters().inOrder(), topics, compiler.kinds().functions().all(),
                text -> Optional.empty(), Optional.empty(), null));
    }

    /** Says at each field what is wrong with it. @param problems at {@link ParameterValues#PLACE} */
    public void problems(List<Diagnostic> problems) {
        form.problems(problems);
    }

    /** Puts the cursor into the field of a parameter. */
    public void focus(String parameter) {
        form.focus(parameter);
    }
}
