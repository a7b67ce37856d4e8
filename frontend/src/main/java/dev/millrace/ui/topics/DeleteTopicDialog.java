package dev.millrace.ui.topics;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.rel.Topic;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicCatalog;
import dev.millrace.server.kafka.TopicRefused;
import dev.millrace.server.kafka.UnknownTopic;
import dev.millrace.server.topics.TopicPipelines;
import java.util.List;
import java.util.stream.Collectors;

/** Asks for the name of the topic before it is gone for good. */
final class DeleteTopicDialog extends Dialog {
    /** @param gone is told when the topic is deleted */
    DeleteTopicDialog(Topic topic, TopicCatalog topics, TopicPipelines pipelines, Runnable gone) {
        setHeaderTitle("Delete " + topic + "?");
        setWidth("480px");
        add(new Paragraph("The topic and all its records are gone for good."));
        List<TopicPipelines.Use> uses = pipelines.of(topic);
        if (!uses.isEmpty()) {
            var used = new Paragraph("It is used by " + uses.stream().map(u -> "'" + u.name() + "'" + (u.running().isPresent() ? ", which is deployed and will fail" : ""))
                    .collect(Collectors.joining("; ")) + ".");
            used.addClassName("warning-text");
            add(used);
        }
        var name = new TextField("Name of the topic, to be sure");
        name.setWidthFull();
        name.setValueChangeMode(ValueChangeMode.EAGER);
        var wrong = new Paragraph();
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        var delete = new Button("Delete the topic", e -> {
            try {
                topics.on(topic.cluster()).delete(topic.name());
                close();
                gone.run();
            } catch (TopicRefused | KafkaUnavailable | UnknownTopic refused) {
                wrong.setText(refused.getMessage());
            }
        });
        delete.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_ERROR);
        delete.setEnabled(false);
        name.addValueChangeListener(e -> delete.setEnabled(e.getValue().strip().equals(topic.name())));
        var keep = new Button("Keep it", e -> close());
        keep.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        add(name, wrong);
        getFooter().add(keep, delete);
        name.focus();
    }
}
