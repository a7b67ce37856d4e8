package dev.millrace.ui.revisions;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.server.design.Revision;
import dev.millrace.server.design.RevisionName;
import java.util.function.Consumer;

/** In the row of a revision: what it is called, and why. */
final class NameForm extends Div {
    private final TextField name = new TextField("Name");
    private final TextField reason = new TextField("Why? (optional)");
    private final Consumer<RevisionName> save;

    /** @param remove takes the name away; offered where there is one */
    NameForm(Revision revision, Consumer<RevisionName> save, Runnable remove, Runnable cancel) {
        this.save = save;
        addClassName("revision-form");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", "Name of revision " + revision.number());
        name.setMaxLength(RevisionName.LONGEST_NAME);
        name.setValue(revision.name());
        name.setPlaceholder("before the move to v2");
        reason.setMaxLength(RevisionName.LONGEST_REASON);
        reason.setValue(revision.reason());
        var done = new Button("Save", e -> save());
        done.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_SMALL);
        done.addClickShortcut(Key.ENTER).listenOn(this);
        var back = new Button("Cancel", e -> cancel.run());
        back.addThemeVariants(ButtonVariant.LUMO_SMALL);
        back.addClickShortcut(Key.ESCAPE).listenOn(this);
        add(name, reason, done, back);
        if (!revision.name().isEmpty()) {
            var none = new Button("Remove the name", e -> remove.run());
            none.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
            add(none);
        }
        name.focus();
    }

    private void save() {
        try {
            save.accept(new RevisionName(name.getValue(), reason.getValue()));
        } catch (EditRefused refused) {
            name.setErrorMessage(refused.getMessage());
            name.setInvalid(true);
        }
    }
}
