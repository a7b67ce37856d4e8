package dev.millrace.ui.columns;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.ui.shell.Notices;
import java.util.List;

/** The newest records of a topic: that of the node, or another one that looks the same. */
final class TopicOrigin extends Origin {
    private final ColumnOrigins origins;
    private final ComboBox<String> topic = new ComboBox<>("Topic");
    private final Rel.Format format;
    private final List<Column> declared;
    private final String cluster;
    private boolean listed;

    /** @param of the topic of the node, with an empty name where it has none @param format how the node reads its records */
    TopicOrigin(ColumnOrigins origins, Reading reading, Topic of, Rel.Format format, List<Column> declared) {
        super("Topic", reading);
        this.origins = origins;
        this.format = format;
        this.declared = declared;
        this.cluster = of.cluster();
        String chosen = of.name();
        topic.setAllowCustomValue(true);
        topic.addCustomValueSetListener(e -> topic.setValue(e.getDetail()));
        topic.setItems(chosen.isEmpty() ? List.of() : List.of(chosen));
        topic.setValue(chosen.isEmpty() ? null : chosen);
        topic.addClassName("wide-field");
        topic.addValueChangeListener(e -> ask());
        add(topic, new Button("Read again", e -> ask()), help("The newest " + Columns.NEWEST + " records, read as the node reads them."));
    }

    String chosen() {
        return topic.getValue() == null ? "" : topic.getValue();
    }

    @Override void opened() {
        if (!listed) {
            listed = true;
            String now = topic.getValue();
            try {
                topic.setItems(origins.topics().on(cluster).list().stream().map(TopicSummary::name).toList());
            } catch (KafkaUnavailable away) {
                Notices.warn(away.getMessage());
            }
            topic.setValue(now);
        }
        ask();
    }

    private void ask() {
        String name = topic.getValue();
        if (name != null && !name.isBlank()) {
            read(() -> origins.columns().ofTopic(new Topic(cluster, name), format, declared));
        }
    }
}
