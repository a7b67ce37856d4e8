package dev.millrace.ui.gallery;

import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.TopicName;
import dev.millrace.pipeline.Node;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.columns.ProposalRefused;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.UnknownTopic;
import dev.millrace.server.templates.OwnTopics;
import dev.millrace.template.ColumnMatch;
import dev.millrace.template.OwnRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic of one's own for a source of a template: which topic, and which of its columns are those that the template expects. What could be
 * meant is filled in; how many of the newest values fit is said beside each.
 */
final class OwnRowsForm extends Div {
    private static final Logger LOG = LoggerFactory.getLogger(OwnRowsForm.class);
    /** Stands for no column among those that can be chosen. */
    private static final String NONE = "";

    private final transient Node source;
    private final transient Schema wanted;
    private final transient OwnTopics own;
    private final transient Runnable onChange;
    private final boolean asked;
    private final Select<String> cluster = new Select<>();
    private final ComboBox<String> topic = new ComboBox<>();
    private final Paragraph status = new Paragraph();
    private final Paragraph wrong = new Paragraph();
    private final Div table = new Div();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private transient OwnTopics.Found found;
    private transient Thread running;
    private String read = "";

    /** One column that the template expects. */
    private record Line(Column column, Select<String> mine, Span fits) {}

    /**
     * @param wanted what the source gives
     * @param asked whether the topic is a parameter of the template, and so asked for elsewhere
     * @param onChange called when it says something else
     */
    OwnRowsForm(Node source, Schema wanted, boolean asked, List<String> topics, OwnTopics own, Runnable onChange) {
        this.source = source;
        this.wanted = wanted;
        this.asked = asked;
        this.own = own;
        this.onChange = onChange;
        addClassName("own-rows");
        getElement().setAttribute("data-source", source.id().value());
        String name = source.label().isBlank() ? source.id().value() : source.label();
        getElement().setAttribute("role", "group").setAttribute("aria-label", "Columns for " + name);
        topic.setLabel("Rows for “" + name + "”");
        topic.setPlaceholder("Demo stream, as drawn");
        topic.setHelperText("A topic of yours, with " + own.formats());
        topic.setItems(topics);
        topic.setClearButtonVisible(true);
        topic.setWidthFull();
        topic.addValueChangeListener(e -> topic(e.getValue() == null ? "" : e.getValue()));
        status.addClassName("field-help");
        status.getElement().setAttribute("role", "status");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        table.addClassName("own-columns");
        if (!asked) {
            cluster.setLabel("Kafka cluster of “" + name + "”");
            cluster.setItems(own.clusters());
            cluster.setValue(Topic.DEFAULT_CLUSTER);
            cluster.setVisible(own.clusters().size() > 1);
            cluster.setWidthFull();
            cluster.addValueChangeListener(e -> cluster(e.getValue()));
            add(cluster, topic);
        }
        add(status, wrong, table);
        clear();
    }

    Node source() {
        return source;
    }

    /** Offers the topics of another cluster. */
    private void cluster(String name) {
        topic.clear();
        stop();
        clear();
        topic.setItems(List.of());
        status.setText("Asking " + name + " for its topics…");
        away(() -> own.names(name), names -> {
            status.setText(names.isEmpty() ? "It has no topics" : "");
            topic.setItems(names);
        });
    }

    private String at() {
        return asked ? OwnRows.cluster(source) : cluster.getValue();
    }

    /** Looks at another topic; at none where the name is empty. */
    void topic(String name) {
        if (name.equals(read)) {
            return;
        }
        read = name;
        stop();
        clear();
        if (name.isBlank()) {
            onChange.run();
            return;
        }
        Topic chosen;
        try {
            chosen = new Topic(at(), new TopicName(name).value());
        } catch (IllegalArgumentException noName) {
            // The field of the parameter says so.
            return;
        }
        status.setText("Reading " + name + "…");
        away(() -> own.look(wanted, chosen), seen -> {
            found = seen;
            draw();
            onChange.run();
            measure();
        });
    }

    private void clear() {
        found = null;
        lines.clear();
        table.removeAll();
        status.setText("");
        wrong.setText("");
    }

    private void draw() {
        boolean same = found.proposed().entrySet().stream().allMatch(e -> e.getValue().filter(e.getKey()::equals).isPresent());
        status.setText(same ? "It has the columns of the template." : "From " + found.from() + ". Which of your columns is which?");
        for (Column column : wanted.columns()) {
            List<String> fitting = found.mine().stream().filter(m -> ColumnMatch.readAs(column.type(), m.types()).isPresent()).map(ColumnMatch.Mine::name).toList();
            var mine = new Select<String>();
            var items = new ArrayList<String>(fitting);
            boolean time = wanted.eventTime().filter(column.name()::equals).isPresent();
            if (!time) {
                items.add(NONE);
            }
            mine.setItems(items);
            mine.setItemLabelGenerator(name -> NONE.equals(name) ? "None (empty)" : name);
            mine.setPlaceholder(fitting.isEmpty() ? "None fits" : "Choose");
            mine.setAriaLabel("Your column for " + column.name());
            mine.setValue(found.proposed().get(column.name()).orElse(null));
            mine.addValueChangeListener(e -> {
                wrong.setText("");
                onChange.run();
                measure();
            });
            var name = new Span(column.name());
            var type = new Span(column.type() + (time ? ", event time" : ""));
            type.addClassName("field-help");
            var fits = new Span();
            fits.addClassName("field-help");
            fits.setId("fits-" + source.id() + "-" + lines.size());
            var line = new Div(new Div(name, type), new Div(mine, fits));
            line.addClassName("own-column");
            line.getElement().setAttribute("data-column", column.name());
            table.add(line);
            lines.put(column.name(), new Line(column, mine, fits));
        }
        table.setVisible(!same);
    }

    /** Whether a topic was chosen whose columns are known. */
    boolean isChosen() {
        return found != null;
    }

    /** What was chosen, once each column has an answer. */
    Optional<OwnRows> rows() {
        if (found == null || lines.values().stream().anyMatch(l -> l.mine().getValue() == null)) {
            return Optional.empty();
        }
        List<OwnRows.Taken> taken = lines.values().stream().map(l -> new OwnRows.Taken(l.column().name(), chosen(l), readAs(l))).toList();
        Optional<ClusterName> cluster = Optional.of(at()).filter(c -> !c.equals(Topic.DEFAULT_CLUSTER)).map(ClusterName::new);
        return Optional.of(new OwnRows(source.id(), cluster, asked ? Optional.empty() : Optional.of(new TopicName(read)), found.registry(), taken));
    }

    private Optional<String> chosen(Line line) {
        return Optional.ofNullable(line.mine().getValue()).filter(m -> !m.equals(NONE));
    }

    private LogicalType readAs(Line line) {
        return chosen(line).flatMap(name -> found.mine().stream().filter(m -> m.name().equals(name)).findFirst())
                .flatMap(m -> ColumnMatch.readAs(line.column().type(), m.types())).orElse(line.column().type());
    }

    /** Why it is not complete; empty where it is. */
    Optional<String> missing() {
        if (read.isBlank()) {
            return Optional.empty();
        }
        if (found == null) {
            return asked ? Optional.empty() : Optional.of("The columns of " + read + " are not known. Wait until they are read, or choose another topic");
        }
        return lines.values().stream().filter(l -> l.mine().getValue() == null).findFirst()
                .map(l -> "Choose which of your columns is '" + l.column().name() + "'" + (wanted.eventTime().filter(l.column().name()::equals).isPresent() ? "" : ", or none"));
    }

    void refuse(String why) {
        wrong.setText(why);
    }

    /** Reads the newest records as the pipeline would, and says how many values can be read so. */
    private void measure() {
        List<Line> read = lines.values().stream().filter(l -> chosen(l).isPresent()).toList();
        var topicNow = new Topic(at(), this.read);
        var columns = new LinkedHashMap<String, Column>();
        read.forEach(l -> columns.putIfAbsent(chosen(l).orElseThrow(), Column.of(chosen(l).orElseThrow(), readAs(l))));
        lines.values().forEach(l -> l.fits().setText(""));
        stop();
        Optional<String> registry = found.registry();
        away(() -> own.fits(topicNow, registry, List.copyOf(columns.values())), shares -> read.forEach(l -> say(l, shares.getOrDefault(chosen(l).orElse(NONE), 1.0))));
    }

    private void say(Line line, double share) {
        LogicalType as = readAs(line);
        line.fits().setText(share >= 1 ? (as.equals(line.column().type()) ? "" : "Read as " + as)
                : share == 0 ? "No value can be read as " + as + ". Choose another column" : Math.floor(share * 1000) / 10 + " % can be read as " + as + "; the others are bad records");
        line.fits().getElement().getClassList().set("error-text", share == 0);
    }

    private <T> void away(Supplier<T> asking, java.util.function.Consumer<T> shown) {
        UI ui = getUI().orElseThrow();
        var mine = Thread.ofVirtual().name("own-rows").unstarted(() -> {
            Thread me = Thread.currentThread();
            Runnable answer = answer(asking, shown);
            ui.access(() -> {
                if (running == me) {
                    running = null;
                    answer.run();
                }
            });
        });
        running = mine;
        mine.start();
    }

    private <T> Runnable answer(Supplier<T> asking, java.util.function.Consumer<T> shown) {
        try {
            T result = asking.get();
            return () -> shown.accept(result);
        } catch (UnknownTopic unknown) {
            // A topic that is still to be made may be named as the value of a parameter.
            return () -> {
                status.setText(asked ? "There is no such topic yet; it needs the columns of the template." : unknown.getMessage());
                onChange.run();
            };
        } catch (ProposalRefused | KafkaUnavailable refused) {
            return () -> {
                status.setText("");
                wrong.setText(refused.getMessage());
                onChange.run();
            };
        } catch (RuntimeException unexpected) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.error("Columns of a topic could not be read", unexpected);
            }
            return () -> wrong.setText("Something unexpected happened; the application's log says more");
        }
    }

    private void stop() {
        if (running != null) {
            running.interrupt();
            running = null;
        }
    }

    @Override protected void onDetach(DetachEvent detach) {
        stop();
    }
}
