package dev.millrace.ui.topics;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.PeekedRecord;
import dev.millrace.server.kafka.TopicRefused;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.kafka.UnknownTopic;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** Kafka's topics: how large they are and what is in them. */
@Route(Places.TOPICS)
@PageTitle("Topics · Millrace")
@PermitAll
public class TopicsView extends Main {
    private static final int PEEKED = 50;
    private final Topics topics;
    private final Grid<TopicSummary> grid = new Grid<>();
    private final Grid<PeekedRecord> records = new Grid<>();
    private final H2 chosen = new H2("Newest records");

    public TopicsView(Topics topics) {
        this.topics = topics;
        addClassName("plain-page");
        grid.addColumn(TopicSummary::name).setHeader("Topic").setFlexGrow(3);
        grid.addColumn(TopicSummary::partitions).setHeader("Partitions");
        grid.addColumn(t -> Words.count(t.records())).setHeader("Records");
        grid.addThemeVariants(GridVariant.LUMO_COMPACT);
        grid.setAllRowsVisible(true);
        grid.setEmptyStateText("No topics yet. Deploying a pipeline creates the topics of its sinks.");
        grid.addSelectionListener(e -> e.getFirstSelectedItem().ifPresentOrElse(t -> peek(t.name()), () -> records.setItems(List.of())));
        grid.getElement().setAttribute("aria-label", "Topics");
        records.addColumn(PeekedRecord::partition).setHeader("Partition").setFlexGrow(0).setAutoWidth(true);
        records.addColumn(PeekedRecord::offset).setHeader("Offset").setFlexGrow(0).setAutoWidth(true);
        records.addComponentColumn(r -> new LocalTime(r.timestamp())).setHeader("Time").setFlexGrow(0).setAutoWidth(true);
        records.addComponentColumn(r -> new Code(r.key())).setHeader("Key").setFlexGrow(1);
        records.addComponentColumn(r -> value(r.value())).setHeader("Value").setFlexGrow(6);
        records.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        records.setEmptyStateText("Choose a topic above to see its newest records.");
        records.getElement().setAttribute("aria-label", "Newest records");
        records.setHeight("420px");
        var refresh = new Button("Refresh", e -> refresh());
        var head = new Div(new H1("Topics"), refresh);
        head.addClassName("page-head");
        add(head, form(), grid, chosen, records);
        refresh();
    }

    private static Code value(String text) {
        var code = new Code(text);
        code.setTitle(text);
        return code;
    }

    private Div form() {
        var name = new TextField("New topic");
        var partitions = new IntegerField("Partitions");
        partitions.setValue(1);
        partitions.setMin(1);
        partitions.setMax(1000);
        partitions.setStepButtonsVisible(true);
        var create = new Button("Create", e -> {
            try {
                topics.create(name.getValue().strip(), partitions.getValue() == null ? 1 : partitions.getValue(), 1);
                Notices.tell("Topic '" + name.getValue().strip() + "' was created");
                name.clear();
                refresh();
            } catch (TopicRefused | KafkaUnavailable refused) {
                name.setErrorMessage(refused.getMessage());
                name.setInvalid(true);
            }
        });
        create.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        var form = new Div(name, partitions, create);
        form.addClassName("inline-form");
        return form;
    }

    private void refresh() {
        try {
            grid.setItems(topics.list());
        } catch (KafkaUnavailable unavailable) {
            grid.setItems(List.of());
            grid.setEmptyStateText(unavailable.getMessage());
        }
    }

    private void peek(String topic) {
        try {
            records.setItems(topics.peek(topic, PEEKED));
            records.setEmptyStateText("The topic is empty.");
            chosen.setText("Newest records of " + topic);
        } catch (KafkaUnavailable | UnknownTopic gone) {
            records.setItems(List.of());
            records.setEmptyStateText(gone.getMessage());
        }
    }
}
