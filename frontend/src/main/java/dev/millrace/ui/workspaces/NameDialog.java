package dev.millrace.ui.workspaces;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.workspaces.UnknownWorkspace;
import dev.millrace.server.workspaces.WorkspaceName;
import dev.millrace.server.workspaces.WorkspaceRefused;
import java.util.function.Consumer;

/** Asks for the name of a workspace, and says at the field why one cannot be. */
final class NameDialog extends Dialog {
    private final TextField name = new TextField("Name");
    private final transient Consumer<WorkspaceName> done;

    /** @param action what the button says @param done may refuse */
    NameDialog(String title, String before, String action, Consumer<WorkspaceName> done) {
        this.done = done;
        setHeaderTitle(title);
        setWidth("440px");
        name.setValue(before);
        name.setMaxLength(WorkspaceName.LONGEST);
        name.setRequiredIndicatorVisible(true);
        name.setManualValidation(true);
        name.setPlaceholder("Such as that of a team");
        name.setWidthFull();
        name.setValueChangeMode(ValueChangeMode.EAGER);
        name.addValueChangeListener(e -> name.setInvalid(false));
        name.addKeyPressListener(Key.ENTER, e -> take());
        add(name);
        var save = new Button(action, e -> take());
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button("Cancel", e -> close()), save);
        name.focus();
    }

    private void take() {
        try {
            done.accept(new WorkspaceName(name.getValue()));
            close();
        } catch (WorkspaceRefused | UnknownWorkspace | AdministratorsOnly refused) {
            name.setErrorMessage(refused.getMessage());
            name.setInvalid(true);
            name.focus();
        }
    }
}
