package dev.millrace.ui.inspector;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.pipeline.Settings;
import dev.millrace.server.kafka.InferredColumns;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.kafka.UnknownTopic;
import dev.millrace.ui.shell.Notices;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Proposes columns from what is in a topic, for every kind that names a topic and declares columns with types. */
final class ColumnReader {
    private final SettingSpec topic;
    private final SettingSpec columns;
    private final Optional<SettingSpec> time;
    private final Topics topics;

    private ColumnReader(SettingSpec topic, SettingSpec columns, Optional<SettingSpec> time, Topics topics) {
        this.topic = topic;
        this.columns = columns;
        this.time = time;
        this.topics = topics;
    }

    static Optional<ColumnReader> of(NodeKind kind, Topics topics) {
        Optional<SettingSpec> topic = kind.settings().stream().filter(s -> s.type() instanceof SettingType.TopicName).findFirst();
        Optional<SettingSpec> columns = kind.settings().stream().filter(s -> s.type() instanceof SettingType.ListOf(SettingType.Fields fields)
                && fields.fields().stream().anyMatch(f -> f.type() instanceof SettingType.TypeName)
                && fields.fields().stream().anyMatch(f -> f.type() instanceof SettingType.Text)).findFirst();
        Optional<SettingSpec> time = kind.settings().stream().filter(s -> s.type() instanceof SettingType.ColumnName(boolean own) && own).findFirst();
        return topic.isPresent() && columns.isPresent() && kind.role() == NodeKind.Role.SOURCE
                ? Optional.of(new ColumnReader(topic.get(), columns.get(), time, topics)) : Optional.empty();
    }

    /** Reads the topic and shows the proposal; {@code apply} gets the settings to change where the person takes it. */
    void open(Settings settings, Consumer<Map<String, Object>> apply) {
        var name = settings.get(topic.name()).map(String::valueOf);
        if (name.isEmpty()) {
            Notices.warn("Choose a topic first");
            return;
        }
        try {
            InferredColumns found = topics.inferColumns(name.get());
            if (found.columns().isEmpty()) {
                Notices.warn(found.sampled() == 0 ? "The topic is empty, so nothing is known of its columns. Add them by hand"
                        : "None of the newest " + found.sampled() + " records is a JSON object");
                return;
            }
            dialog(found, apply).open();
        } catch (UnknownTopic | KafkaUnavailable failed) {
            Notices.warn(failed.getMessage());
        }
    }

    private Dialog dialog(InferredColumns found, Consumer<Map<String, Object>> apply) {
        var dialog = new Dialog();
        dialog.setHeaderTitle("Columns of " + found.topic());
        dialog.setWidth("720px");
        var grid = new Grid<InferredColumns.InferredColumn>();
        grid.addColumn(InferredColumns.InferredColumn::name).setHeader("Column");
        grid.addColumn(c -> c.type().toString()).setHeader("Type");
        grid.addColumn(c -> percent(c.present())).setHeader("Present").setFlexGrow(0).setAutoWidth(true);
        grid.addColumn(c -> percent(c.fits())).setHeader("Fits").setFlexGrow(0).setAutoWidth(true);
        grid.addColumn(InferredColumns.InferredColumn::note).setHeader("Note").setFlexGrow(2);
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.setItems(found.columns());
        grid.setAllRowsVisible(found.columns().size() < 12);
        var take = new Button("Use these columns", e -> {
            apply.accept(settings(found));
            dialog.close();
        });
        take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        dialog.add(new Paragraph("From the newest " + found.sampled() + " records"
                + (found.unreadable() == 0 ? "." : "; " + found.unreadable() + " of them are no JSON objects and will be bad records.")), grid);
        dialog.getFooter().add(new Button("Cancel", e -> dialog.close()), take);
        return dialog;
    }

    private static String percent(double share) {
        return share > 0 && share < 0.005 ? "< 1 %" : Math.round(share * 100) + " %";
    }

    private Map<String, Object> settings(InferredColumns found) {
        var changed = new LinkedHashMap<String, Object>();
        changed.put(columns.name(), found.columns().stream().map(c -> (Object) Map.of("name", c.name(), "type", c.type().toString())).toList());
        time.ifPresent(t -> found.timeColumn().ifPresent(column -> changed.put(t.name(), column)));
        return changed;
    }
}
