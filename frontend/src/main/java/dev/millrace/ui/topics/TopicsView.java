package dev.millrace.ui.topics;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.ValueProvider;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.millrace.rel.Topic;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicCatalog;
import dev.millrace.server.kafka.TopicListing;
import dev.millrace.ui.shell.Asking;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Locale;

/** The topics of a Kafka cluster: how large they are and what they keep. */
@Route(Places.TOPICS)
@PageTitle("Topics · Millrace")
@PermitAll
public class TopicsView extends Main implements BeforeEnterObserver {
    private final transient TopicCatalog topics;
    private final Asking asking = new Asking(KafkaUnavailable.class);
    private final TextField search = new TextField();
    private final Select<String> clusters = new Select<>();
    private String cluster = Topic.DEFAULT_CLUSTER;
    private Grid<TopicListing> grid;
    private transient List<TopicListing> all = List.of();

    public TopicsView(TopicCatalog topics) {
        this.topics = topics;
        addClassName("plain-page");
        search.setPlaceholder("Search topics");
        search.setAriaLabel("Search topics");
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addValueChangeListener(e -> filter());
        var make = new Button("New topic", e -> new NewTopicDialog(topics.on(cluster), made -> {
            Notices.tell("Topic '" + made + "' was created");
            refresh();
        }).open());
        make.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        clusters.setAriaLabel("Kafka cluster");
        clusters.setItems(topics.clusters());
        clusters.setPrefixComponent(new Span("On"));
        clusters.setVisible(topics.clusters().size() > 1);
        clusters.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                Places.go(Places.topicsOf(e.getValue()));
            }
        });
        var head = new Div(new H1("Topics"), clusters, search, new Button("Refresh", e -> refresh()), make);
        head.addClassName("page-head");
        add(head, asking);
    }

    @Override public void beforeEnter(BeforeEnterEvent event) {
        cluster = Places.cluster(event.getLocation());
        clusters.setValue(topics.clusters().contains(cluster) ? cluster : null);
        refresh();
    }

    private void refresh() {
        String asked = cluster;
        asking.ask("Asking Kafka for its topics", () -> topics.on(asked).list(), this::list);
    }

    private Component list(List<TopicListing> found) {
        all = found;
        grid = new Grid<>();
        grid.addComponentColumn(t -> Places.link(Places.of(new Topic(cluster, t.name())), t.name())).setHeader("Topic").setFlexGrow(4)
                .setComparator(t -> t.name().toLowerCase(Locale.ROOT));
        number(TopicListing::partitions, t -> Integer.toString(t.partitions()), "Partitions");
        number(TopicListing::replicas, t -> Integer.toString(t.replicas()), "Replicas");
        number(TopicListing::records, t -> Words.count(t.records()), "Records");
        number(t -> t.bytes().orElse(-1), t -> t.bytes().isPresent() ? Words.bytes(t.bytes().getAsLong()) : "–", "Size");
        grid.addColumn(t -> t.retention().map(Keeping::words).orElse("–")).setHeader("Keeps").setFlexGrow(3);
        grid.addThemeVariants(GridVariant.LUMO_COMPACT);
        grid.setAllRowsVisible(found.size() <= 50);
        if (found.size() > 50) {
            grid.setHeight("70vh");
        }
        grid.getElement().setAttribute("aria-label", "Topics");
        filter();
        return grid;
    }

    private <N extends Comparable<N>> void number(ValueProvider<TopicListing, N> value,
            ValueProvider<TopicListing, String> words, String header) {
        grid.addColumn(words).setHeader(header).setComparator(value).setAutoWidth(true).setFlexGrow(0).setTextAlign(ColumnTextAlign.END);
    }

    private void filter() {
        if (grid == null) {
            return;
        }
        String part = search.getValue().strip().toLowerCase(Locale.ROOT);
        grid.setItems(all.stream().filter(t -> t.name().toLowerCase(Locale.ROOT).contains(part)).toList());
        grid.setEmptyStateText(all.isEmpty() ? "No topics yet. Make one, or deploy a pipeline: the topics of its sinks are created then."
                : "No topic has '" + search.getValue().strip() + "' in its name.");
    }
}
