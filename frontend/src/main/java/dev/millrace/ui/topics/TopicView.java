package dev.millrace.ui.topics;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.rel.Topic;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicCatalog;
import dev.millrace.server.kafka.TopicDetails;
import dev.millrace.server.kafka.UnknownTopic;
import dev.millrace.server.security.User;
import dev.millrace.server.topics.TopicPipelines;
import dev.millrace.ui.shell.Asking;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import jakarta.annotation.security.PermitAll;

/** One topic: its records, partitions, settings, and who reads and writes it. */
@Route(Places.TOPIC)
@PermitAll
public class TopicView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final transient TopicCatalog topics;
    private final transient TopicPipelines pipelines;
    private final boolean mayDelete;
    private final Div head = new Div();
    private final Asking asking = new Asking(KafkaUnavailable.class, UnknownTopic.class);
    private final Div back = new Div();
    private transient Topic topic = new Topic(Topic.DEFAULT_CLUSTER, "");

    public TopicView(TopicCatalog topics, TopicPipelines pipelines, AuthenticationContext authentication) {
        this.topics = topics;
        this.pipelines = pipelines;
        this.mayDelete = authentication.hasRole(User.Role.ADMINISTRATOR.name());
        addClassName("plain-page");
        addClassName("topic-page");
        head.addClassName("page-head");
        add(back, head, asking);
    }

    @Override public String getPageTitle() {
        return topic.name() + " · Millrace";
    }

    @Override public void beforeEnter(BeforeEnterEvent event) {
        topic = new Topic(Places.cluster(event.getLocation()), event.getRouteParameters().get("name").orElse(""));
        boolean named = !topic.cluster().equals(Topic.DEFAULT_CLUSTER);
        back.removeAll();
        back.add(Places.link(Places.topicsOf(topic.cluster()), named ? "All topics of '" + topic.cluster() + "'" : "All topics"));
        head.removeAll();
        head.add(new H1(topic.name()), new Button("Refresh", e -> refresh()));
        if (mayDelete) {
            var delete = new Button("Delete…", e -> new DeleteTopicDialog(topic, topics, pipelines, () -> {
                Notices.tell("Topic " + topic + " was deleted");
                Places.go(Places.topicsOf(topic.cluster()));
            }).open());
            delete.addThemeVariants(ButtonVariant.LUMO_ERROR, ButtonVariant.LUMO_TERTIARY);
            head.add(delete);
        }
        refresh();
    }

    /** @throws dev.millrace.server.kafka.UnknownCluster */
    private TopicCatalog here() {
        return topics.on(topic.cluster());
    }

    private void refresh() {
        asking.ask("Asking Kafka for the topic", () -> here().describe(topic.name()), this::details);
    }

    private Component details(TopicDetails details) {
        var facts = new Div();
        facts.addClassName("facts");
        facts.add(fact("Partitions", Integer.toString(details.topic().partitions())), fact("Replicas", Integer.toString(details.topic().replicas())),
                fact("Records", Words.count(details.topic().records())),
                fact("Size", details.topic().bytes().isPresent() ? Words.bytes(details.topic().bytes().getAsLong()) : "not told"),
                fact("Keeps", details.topic().retention().map(Keeping::words).orElse("not told")));
        var groups = new Asking(KafkaUnavailable.class, UnknownTopic.class);
        var users = new Asking();
        groups.ask("Asking Kafka for consumer groups", () -> TopicTables.Reader.of(here().groups(topic.name()), pipelines), TopicTables::groups);
        users.ask("Looking through the pipelines", () -> pipelines.of(topic), TopicTables::pipelines);
        return new Div(facts, part("Records", new RecordsPanel(here(), details)), part("Consumer groups", groups), part("Pipelines", users),
                part("Partitions", TopicTables.partitions(details)), part("Settings", TopicTables.settings(details)));
    }

    private static Section part(String title, Component content) {
        return new Section(new H2(title), content);
    }

    private static Div fact(String name, String value) {
        var label = new Span(name);
        label.addClassName("fact-name");
        var words = new Span(value);
        words.addClassName("fact-value");
        var fact = new Div(label, words);
        fact.addClassName("fact");
        return fact;
    }
}
