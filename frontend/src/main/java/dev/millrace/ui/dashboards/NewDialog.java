package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.compile.Compiler;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.dashboards.Starter;
import dev.millrace.server.dashboards.StoredDashboard;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineSummary;
import dev.millrace.server.design.UnknownPipeline;
import dev.millrace.ui.shell.Places;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A new dashboard: empty, or with the first tiles of a pipeline. */
public final class NewDialog extends Dialog {
    private final TextField title = new TextField("Title");
    private final ComboBox<PipelineSummary> pipeline = new ComboBox<>("Begin with the tiles of a pipeline");
    private final RadioButtonGroup<Boolean> everybody = SettingsDialog.everybody();

    public NewDialog(Dashboards dashboards, DesignService designs, Compiler compiler, Author author, Optional<PipelineId> preset) {
        setHeaderTitle("New dashboard");
        setWidth("480px");
        addClassName("dashboard-dialog");
        List<PipelineSummary> pipelines = designs.list().stream().sorted(Comparator.comparing(PipelineSummary::name, String.CASE_INSENSITIVE_ORDER)).toList();
        title.setMaxLength(Dashboard.LONGEST_TITLE);
        title.setRequiredIndicatorVisible(true);
        pipeline.setItems(pipelines);
        pipeline.setItemLabelGenerator(PipelineSummary::name);
        pipeline.setPlaceholder("None: begin empty");
        pipeline.setClearButtonVisible(true);
        pipeline.setHelperText("Its throughput, lag, busiest nodes, and the rows of its sinks");
        pipeline.addValueChangeListener(e -> {
            if (e.getValue() != null && title.isEmpty()) {
                title.setValue(e.getValue().name());
            }
        });
        pipelines.stream().filter(p -> preset.filter(p.id()::equals).isPresent()).findFirst().ifPresent(pipeline::setValue);
        add(title, pipeline, everybody);
        var make = new Button("Create", e -> create(dashboards, designs, compiler, author));
        make.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button("Cancel", e -> close()), make);
        title.focus();
    }

    private void create(Dashboards dashboards, DesignService designs, Compiler compiler, Author author) {
        if (title.getValue().isBlank()) {
            title.setErrorMessage("A dashboard needs a title");
            title.setInvalid(true);
            return;
        }
        String name = title.getValue().strip();
        Dashboard begin;
        try {
            begin = Optional.ofNullable(pipeline.getValue()).map(p -> Starter.of(name, designs.open(p.id()).pipeline(), Optional.of(p.id()), compiler)).orElseGet(() -> Dashboard.called(name));
        } catch (UnknownPipeline gone) {
            pipeline.setErrorMessage("It was deleted just now; choose another");
            pipeline.setInvalid(true);
            return;
        }
        StoredDashboard made = dashboards.create(begin, everybody.getValue(), author);
        close();
        Places.go(Places.of(made.id()));
    }
}
