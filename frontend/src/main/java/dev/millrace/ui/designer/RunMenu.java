package dev.millrace.ui.designer;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.schema.Durations;
import dev.millrace.server.deployment.StateStorage;
import dev.millrace.ui.canvas.Drawing;
import java.util.Locale;
import java.util.function.Consumer;

/** How the whole pipeline runs: streaming or batch, parallelism, state and checkpoints. */
final class RunMenu extends Div {
    private static final String MOST = "1 to " + RunSettings.MAX_PARALLELISM + ": state cannot be spread over more copies";
    private static final String AS_CLUSTER = "";

    RunMenu(Drawing drawing, StateStorage storage, Consumer<Runnable> guarded) {
        var open = new Button("Run settings");
        open.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        var mode = new RadioButtonGroup<RunSettings.Mode>("Mode", RunSettings.Mode.values());
        mode.setItemLabelGenerator(m -> m == RunSettings.Mode.BATCH ? "Batch" : "Streaming");
        mode.setHelperText("Streaming answers while rows come, without end. Batch reads all there is, gives each row once, and finishes");
        var parallelism = new IntegerField("Parallelism");
        parallelism.setHelperText("Copies of each operator, 1 to " + RunSettings.MAX_PARALLELISM);
        parallelism.setI18n(new IntegerField.IntegerFieldI18n().setMinErrorMessage(MOST).setMaxErrorMessage(MOST).setBadInputErrorMessage(MOST));
        parallelism.setMin(1);
        parallelism.setMax(RunSettings.MAX_PARALLELISM);
        parallelism.setStepButtonsVisible(true);
        var interval = new TextField("Checkpoint every");
        interval.setHelperText("Time between two copies of the state, such as 10 s");
        interval.setManualValidation(true);
        var once = new Checkbox("Exactly once");
        var cost = new Paragraph();
        cost.addClassName("field-help");
        Select<String> state = stateBackend(storage.backend());
        var choices = new Div(mode, parallelism, state, interval, once, cost);
        choices.addClassName("run-choices");
        var box = new Div(choices, new KeptWhere(storage));
        box.addClassName("run-settings");
        var popover = new Popover(box);
        popover.setTarget(open);
        popover.setAriaLabel("Run settings");
        popover.addOpenedChangeListener(e -> {
            RunSettings run = drawing.design().pipeline().run();
            mode.setValue(run.mode());
            interval.setEnabled(!run.isBatch());
            state.setEnabled(!run.isBatch());
            state.setValue(run.stateBackend().map(RunSettings.StateBackend::word).orElse(AS_CLUSTER));
            parallelism.setValue(run.parallelism());
            interval.setValue(Durations.write(run.checkpointInterval()));
            once.setValue(run.exactlyOnce());
            once.setEnabled(!run.isBatch());
            cost.setText(cost(run));
        });
        mode.addValueChangeListener(e -> {
            if (e.isFromClient() && e.getValue() != null) {
                interval.setEnabled(e.getValue() == RunSettings.Mode.STREAMING);
                once.setEnabled(e.getValue() == RunSettings.Mode.STREAMING);
                state.setEnabled(e.getValue() == RunSettings.Mode.STREAMING);
                guarded.accept(() -> drawing.apply(new PipelineEdit.SetRun(drawing.design().pipeline().run().in(e.getValue()))));
            }
        });
        parallelism.addValueChangeListener(e -> {
            RunSettings run = drawing.design().pipeline().run();
            if (e.isFromClient() && e.getValue() != null && e.getValue() >= 1 && e.getValue() <= RunSettings.MAX_PARALLELISM) {
                guarded.accept(() -> drawing.apply(new PipelineEdit.SetRun(run.withParallelism(e.getValue()))));
            }
        });
        state.addValueChangeListener(e -> {
            if (e.isFromClient() && e.getValue() != null) {
                RunSettings run = drawing.design().pipeline().run().withStateBackend(RunSettings.StateBackend.parse(e.getValue()));
                guarded.accept(() -> drawing.apply(new PipelineEdit.SetRun(run)));
            }
        });
        interval.addValueChangeListener(e -> {
            if (!e.isFromClient()) {
                return;
            }
            try {
                RunSettings now = drawing.design().pipeline().run();
                var run = now.withCheckpointInterval(Durations.parse(e.getValue()));
                interval.setInvalid(false);
                guarded.accept(() -> drawing.apply(new PipelineEdit.SetRun(run)));
                cost.setText(cost(run));
            } catch (IllegalArgumentException wrong) {
                interval.setErrorMessage(wrong.getMessage());
                interval.setInvalid(true);
            }
        });
        once.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                RunSettings run = drawing.design().pipeline().run().withExactlyOnce(e.getValue());
                guarded.accept(() -> drawing.apply(new PipelineEdit.SetRun(run)));
                cost.setText(cost(run));
            }
        });
        add(open, popover);
    }

    private static Select<String> stateBackend(RunSettings.StateBackend preset) {
        var state = new Select<String>();
        state.setLabel("State");
        state.setItems(AS_CLUSTER, RunSettings.StateBackend.HASHMAP.word(), RunSettings.StateBackend.ROCKSDB.word());
        state.setItemLabelGenerator(word -> RunSettings.StateBackend.parse(word).map(RunMenu::inWords)
                .orElse("As the cluster is set: " + inWords(preset).toLowerCase(Locale.ROOT)));
        state.setHelperText("In memory is fast, and all state has to fit. On disk (RocksDB) is slower, and state may be larger than memory");
        return state;
    }

    private static String inWords(RunSettings.StateBackend backend) {
        return switch (backend) {
            case HASHMAP -> "In memory";
            case ROCKSDB -> "On disk";
        };
    }

    /** What exactly-once asks for and what it gives. */
    private static String cost(RunSettings run) {
        return run.exactlyOnce() ? "Kafka sinks write in transactions: their rows become visible with each checkpoint, about every "
                + Durations.write(run.checkpointInterval()) + ", to those who read committed records, as Millrace's sources do. Sinks that cannot are refused"
                : "Off: each sink as it says itself. After a failure, rows may be written twice";
    }
}
