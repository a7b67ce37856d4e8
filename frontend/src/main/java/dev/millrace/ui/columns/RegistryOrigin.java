package dev.millrace.ui.columns;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import dev.millrace.server.outside.OutsideUnavailable;
import dev.millrace.server.outside.SchemaRegistries;
import dev.millrace.server.outside.UnknownOutside;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A schema that a registry has, by its subject and version. */
final class RegistryOrigin extends Origin {
    private final ColumnOrigins origins;
    private final Select<String> registry = new Select<>();
    private final ComboBox<String> subject = new ComboBox<>("Subject");
    private final Select<String> version = new Select<>();
    private final Paragraph wrong = new Paragraph();
    private final String wished;

    /** @param topic whose subject is chosen where there is one; empty text for none */
    RegistryOrigin(ColumnOrigins origins, Reading reading, String topic) {
        super("Schema registry", reading);
        this.origins = origins;
        this.wished = topic + "-value";
        registry.setLabel("Registry");
        version.setLabel("Version");
        subject.addClassName("wide-field");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        registry.addValueChangeListener(e -> subjects());
        subject.addValueChangeListener(e -> versions());
        version.addValueChangeListener(e -> ask());
    }

    @Override void opened() {
        if (getComponentCount() > 0) {
            ask();
            return;
        }
        List<String> names = origins.registries().names();
        if (names.isEmpty()) {
            add(help("No schema registry is set up. Set millrace.registries.<name>.url, and .user and .password where it asks for them, where Millrace is started."));
            return;
        }
        add(registry, subject, version, wrong);
        registry.setItems(names);
        registry.setValue(names.getFirst());
    }

    private void subjects() {
        List<String> subjects = said(() -> origins.registries().subjects(registry.getValue()));
        subject.setItems(subjects);
        subject.setValue(subjects.contains(wished) ? wished : null);
    }

    private void versions() {
        String chosen = subject.getValue();
        var versions = new ArrayList<String>();
        if (chosen != null) {
            said(() -> origins.registries().versions(registry.getValue(), chosen)).reversed().forEach(v -> versions.add(v.toString()));
        }
        if (!versions.isEmpty()) {
            versions.addFirst(SchemaRegistries.LATEST);
        }
        version.setItems(versions);
        version.setValue(versions.isEmpty() ? null : versions.getFirst());
    }

    private <T> List<T> said(Supplier<List<T>> question) {
        try {
            wrong.setText("");
            return question.get();
        } catch (OutsideUnavailable | UnknownOutside failed) {
            wrong.setText(failed.getMessage());
            return List.of();
        }
    }

    private void ask() {
        String name = registry.getValue();
        String of = subject.getValue();
        String which = version.getValue();
        if (name != null && of != null && which != null) {
            read(() -> origins.columns().ofSubject(name, of, which));
        }
    }
}
