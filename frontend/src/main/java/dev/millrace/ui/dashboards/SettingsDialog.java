package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.StoredDashboard;
import java.util.function.BiConsumer;

/** What a dashboard is called, what it is for, and who sees it. */
final class SettingsDialog extends Dialog {
    SettingsDialog(StoredDashboard stored, BiConsumer<Dashboard, Boolean> store, Runnable delete) {
        setHeaderTitle("Settings of the dashboard");
        setWidth("480px");
        addClassName("dashboard-dialog");
        var title = new TextField("Title");
        title.setMaxLength(Dashboard.LONGEST_TITLE);
        title.setValue(stored.dashboard().title());
        title.setRequiredIndicatorVisible(true);
        var description = new TextArea("What it is for");
        description.setMaxLength(Dashboard.LONGEST_DESCRIPTION);
        description.setValue(stored.dashboard().description());
        RadioButtonGroup<Boolean> everybody = everybody();
        everybody.setValue(stored.everybody());
        add(title, description, everybody);
        var remove = new Button("Delete…", e -> {
            close();
            delete.run();
        });
        remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ERROR);
        var save = new Button("Save", e -> {
            if (title.getValue().isBlank()) {
                title.setErrorMessage("A dashboard needs a title");
                title.setInvalid(true);
                return;
            }
            close();
            store.accept(stored.dashboard().withWords(title.getValue().strip(), description.getValue().strip()), everybody.getValue());
        });
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(remove, new Button("Cancel", e -> close()), save);
    }

    static RadioButtonGroup<Boolean> everybody() {
        var group = new RadioButtonGroup<Boolean>("Who sees it");
        group.setItems(true, false);
        group.setItemLabelGenerator(all -> all ? "Everybody here" : "Only me");
        group.setValue(true);
        return group;
    }
}
