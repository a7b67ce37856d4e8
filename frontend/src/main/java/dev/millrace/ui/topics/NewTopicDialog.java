package dev.millrace.ui.topics;

import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.schema.Durations;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.Retention.Cleanup;
import dev.millrace.server.kafka.TopicCatalog;
import dev.millrace.server.kafka.TopicRefused;
import dev.millrace.server.kafka.TopicWish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a topic. */
final class NewTopicDialog extends Dialog {
    /** What becomes of old records. */
    private enum Policy {
        PRESET("As the broker presets", null), DELETE("Delete old records", Cleanup.DELETE), COMPACT("Keep the newest of each key", Cleanup.COMPACT),
        BOTH("Keep the newest of each key, and delete old ones", Cleanup.COMPACT_AND_DELETE);

        private final String words;
        private final Cleanup cleanup;

        Policy(String words, Cleanup cleanup) {
            this.words = words;
            this.cleanup = cleanup;
        }
    }

    private enum Keep { PRESET, TIME, FOR_EVER }

    private final transient TopicCatalog topics;
    private final transient Consumer<String> made;
    private final TextField name = new TextField("Name");
    private final IntegerField partitions = new IntegerField("Partitions");
    private final IntegerField replicas = new IntegerField("Replicas");
    private final Select<Policy> policy = new Select<>();
    private final Select<Keep> keep = new Select<>();
    private final TextField time = new TextField("For");
    private final Paragraph wrong = new Paragraph();

    /** @param made is told the name of the topic once it exists */
    NewTopicDialog(TopicCatalog topics, Consumer<String> made) {
        this.topics = topics;
        this.made = made;
        setHeaderTitle("New topic");
        setWidth("520px");
        addClassName("new-topic");
        name.setHelperText("Letters, digits, dots, hyphens and underscores");
        name.setMaxLength(249);
        name.setWidthFull();
        name.focus();
        number(partitions, 1_000, "So many copies of a source can read it side by side");
        number(replicas, 10, "Copies of each record, on as many brokers");
        policy.setLabel("Cleanup");
        policy.setItems(Policy.values());
        policy.setItemLabelGenerator(p -> p.words);
        policy.setValue(Policy.PRESET);
        policy.setWidthFull();
        keep.setLabel("Keep records");
        keep.setItems(Keep.values());
        keep.setItemLabelGenerator(k -> switch (k) {
            case PRESET -> "As the broker presets";
            case TIME -> "For a time";
            case FOR_EVER -> "For ever";
        });
        keep.setValue(Keep.PRESET);
        time.setValue("7 d");
        time.setHelperText("Such as 12 h or 7 d");
        time.setManualValidation(true);
        policy.addValueChangeListener(e -> draw());
        keep.addValueChangeListener(e -> draw());
        // What was wrong may be right now.
        List.<HasValue<?, ?>>of(name, partitions, replicas, policy, keep, time).forEach(field -> field.addValueChangeListener(e -> wrong.setText("")));
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        var counts = new Div(partitions, replicas);
        var kept = new Div(keep, time);
        counts.addClassName("field-pair");
        kept.addClassName("field-pair");
        add(name, counts, policy, kept, wrong);
        var cancel = new Button("Cancel", e -> close());
        cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        var create = new Button("Create", e -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        create.addClickShortcut(Key.ENTER);
        getFooter().add(cancel, create);
        draw();
    }

    private static void number(IntegerField field, int most, String help) {
        field.setValue(1);
        field.setMin(1);
        field.setMax(most);
        field.setStepButtonsVisible(true);
        field.setHelperText(help);
    }

    private void draw() {
        boolean ages = policy.getValue() != Policy.COMPACT;
        keep.setVisible(ages);
        time.setVisible(ages && keep.getValue() == Keep.TIME);
    }

    private void create() {
        wrong.setText("");
        if (partitions.isInvalid() || replicas.isInvalid() || partitions.isEmpty() || replicas.isEmpty()) {
            wrong.setText("Partitions are 1 to 1000, replicas 1 to 10");
            return;
        }
        try {
            topics.create(new TopicWish(name.getValue().strip(), partitions.getValue(), replicas.getValue(), Optional.ofNullable(policy.getValue().cleanup), retention()));
        } catch (TopicRefused | KafkaUnavailable | IllegalArgumentException refused) {
            wrong.setText(refused.getMessage());
            return;
        }
        close();
        made.accept(name.getValue().strip());
    }

    private Optional<Duration> retention() {
        if (!keep.isVisible()) {
            return Optional.empty();
        }
        return switch (keep.getValue()) {
            case PRESET -> Optional.empty();
            case FOR_EVER -> Optional.of(TopicWish.FOR_EVER);
            case TIME -> Optional.of(Durations.parse(time.getValue()));
        };
    }
}
