package dev.millrace.ui.inspector;

import com.vaadin.flow.component.textfield.IntegerField;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.RunSettings;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** How many copies a node has; empty: as many as the pipeline says. */
final class ParallelismField extends IntegerField {
    private static final String MOST = "1 to " + RunSettings.MAX_PARALLELISM + ", or empty";

    ParallelismField(Consumer<OptionalInt> onChange) {
        setLabel("Parallelism");
        setWidthFull();
        setMin(1);
        setMax(RunSettings.MAX_PARALLELISM);
        setStepButtonsVisible(true);
        setClearButtonVisible(true);
        setI18n(new IntegerFieldI18n().setMinErrorMessage(MOST).setMaxErrorMessage(MOST).setBadInputErrorMessage(MOST));
        getElement().setAttribute("data-parallelism", "");
        addValueChangeListener(e -> {
            if (e.isFromClient() && (e.getValue() == null || e.getValue() >= 1 && e.getValue() <= RunSettings.MAX_PARALLELISM)) {
                onChange.accept(e.getValue() == null ? OptionalInt.empty() : OptionalInt.of(e.getValue()));
            }
        });
    }

    void show(Node node, RunSettings run) {
        setPlaceholder(run.parallelism() + ", as the pipeline");
        setValue(node.parallelism().isPresent() ? (Integer) node.parallelism().getAsInt() : null);
    }
}
