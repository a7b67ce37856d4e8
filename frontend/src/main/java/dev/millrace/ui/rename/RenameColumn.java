package dev.millrace.ui.rename;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Renaming;
import dev.millrace.compile.Renaming.Renamed;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks for another name of a column, shows everything that changes with it, and makes one edit of it. */
public final class RenameColumn extends Div {
    private final Renaming renaming;
    private final NodeKinds kinds;
    private final Supplier<Compilation> now;
    private final PortRef output;
    private final String column;
    private final Consumer<PipelineEdit> apply;
    private final TextField name = new TextField();
    private final Span where = new Span();
    private final FollowList places;
    private final Button rename = new Button("Rename");
    private Renamed offered;

    /**
     * @param now the newest compilation
     * @param apply makes an edit that can be undone
     * @param close takes this away
     */
    public RenameColumn(Renaming renaming, NodeKinds kinds, Supplier<Compilation> now, PortRef output, String column, Consumer<PipelineEdit> apply,
            BiConsumer<NodeId, String> go, Runnable close) {
        this.renaming = renaming;
        this.kinds = kinds;
        this.now = now;
        this.output = output;
        this.column = column;
        this.apply = apply;
        this.places = new FollowList(kinds, go);
        addClassName("rename-column");
        name.setLabel("New name of '" + column + "'");
        name.setValue(column);
        name.setWidthFull();
        name.setMaxLength(200);
        name.setManualValidation(true);
        name.setAutoselect(true);
        name.setValueChangeMode(ValueChangeMode.LAZY);
        name.addValueChangeListener(e -> look(e.getValue()));
        name.addKeyPressListener(Key.ENTER, e -> take());
        where.addClassName("field-help");
        where.getElement().setAttribute("role", "status");
        rename.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_SMALL);
        rename.addClickListener(e -> take());
        rename.setEnabled(false);
        var cancel = new Button("Cancel", e -> close.run());
        cancel.addThemeVariants(ButtonVariant.LUMO_SMALL);
        var buttons = new Div(rename, cancel);
        buttons.addClassName("offer-buttons");
        add(name, where, places, buttons);
    }

    /** Puts the cursor into the field. */
    public void focus() {
        name.focus();
    }

    private void look(String typed) {
        String wanted = typed.strip();
        offered = null;
        boolean taken = !wanted.equals(column) && now.get().schemas().get(output).column(wanted).isPresent();
        name.setInvalid(taken);
        name.setErrorMessage(taken ? "There is a column '" + wanted + "' already" : "");
        where.setText("");
        places.removeAll();
        if (!taken && !wanted.isEmpty() && !wanted.equals(column)) {
            try {
                offered = renaming.rename(now.get(), output, column, wanted, Set.of());
                draw();
            } catch (EditRefused refused) {
                name.setInvalid(true);
                name.setErrorMessage(refused.getMessage());
            }
        }
        rename.setEnabled(offered != null);
    }

    private void draw() {
        int many = offered.follow().places().size();
        String here = offered.setting().flatMap(path -> now.get().pipeline().node(offered.made()).map(n -> "In '" + offered.made() + "', " + PlaceWords.of(kinds, n, path)))
                .orElse("By a new Map, as the name is fixed where it is made");
        String outside = offered.follow().outside().isEmpty() ? "" : ". '" + offered.follow().outside().getFirst().sink() + "' will write the new name";
        where.setText(here + (many == 0 ? "; nothing else uses it" : many == 1 ? ", and in 1 place that uses it" : ", and in " + many + " places that use it") + outside + ".");
        places.show(offered.follow(), now.get().pipeline());
    }

    private void take() {
        look(name.getValue());
        if (offered != null) {
            apply.accept(offered.edit());
        }
    }
}
