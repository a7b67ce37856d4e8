package dev.millrace.ui.topics;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.ReadFrom;
import dev.millrace.server.kafka.TopicCatalog;
import dev.millrace.server.kafka.TopicDetails;
import dev.millrace.server.kafka.TopicRecord;
import dev.millrace.server.kafka.TopicRefused;
import dev.millrace.server.kafka.UnknownTopic;
import dev.millrace.ui.shell.Asking;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Words;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Records of a topic from where one asks, with key, value and headers as they are. */
final class RecordsPanel extends Div {
    private enum Where { NEWEST, OFFSET, TIME }

    private static final int ALL = -1;

    private final transient TopicCatalog topics;
    private final String topic;
    private final Asking asking = new Asking(KafkaUnavailable.class, UnknownTopic.class, TopicRefused.class);
    private final Select<Where> where = new Select<>();
    private final BigDecimalField offset = new BigDecimalField("Offset");
    private final DateTimePicker time = new DateTimePicker("Time");
    private final Select<Integer> partition = new Select<>();
    private final Select<Integer> most = new Select<>();
    private ZoneId zone = ZoneId.systemDefault();

    RecordsPanel(TopicCatalog topics, TopicDetails details) {
        this.topics = topics;
        this.topic = details.topic().name();
        where.setLabel("Show");
        where.setItems(Where.values());
        where.setItemLabelGenerator(w -> switch (w) {
            case NEWEST -> "Newest records";
            case OFFSET -> "From an offset";
            case TIME -> "From a time";
        });
        where.setValue(Where.NEWEST);
        offset.setValue(BigDecimal.ZERO);
        time.setStep(Duration.ofSeconds(1));
        partition.setLabel("Partition");
        partition.setItems(Stream.concat(Stream.of(ALL), IntStream.range(0, details.topic().partitions()).boxed()).toList());
        partition.setItemLabelGenerator(p -> p == ALL ? "All" : p.toString());
        partition.setValue(ALL);
        most.setLabel("At most");
        most.setItems(20, 50, 200, 500);
        most.setValue(50);
        where.addValueChangeListener(e -> draw());
        var look = new Button("Look", e -> look());
        look.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var form = new Div(where, offset, time, partition, most, look);
        form.addClassName("inline-form");
        add(form, asking);
        draw();
        addAttachListener(e -> e.getUI().getPage().retrieveExtendedClientDetails(d -> {
            zone = ZoneId.of(d.getTimeZoneId());
            if (time.isEmpty()) {
                time.setValue(LocalDateTime.now(zone).minusHours(1).withNano(0));
            }
        }));
        look();
    }

    private void draw() {
        offset.setVisible(where.getValue() == Where.OFFSET);
        time.setVisible(where.getValue() == Where.TIME);
    }

    private void look() {
        OptionalInt of = partition.getValue() == ALL ? OptionalInt.empty() : OptionalInt.of(partition.getValue());
        int limit = most.getValue();
        Optional<Long> wanted = Optional.ofNullable(offset.getValue()).map(BigDecimal::longValue);
        Where from = where.getValue();
        LocalDateTime moment = time.getValue();
        asking.ask("Reading records", () -> topics.records(topic, switch (from) {
            case NEWEST -> new ReadFrom.Newest();
            case OFFSET -> new ReadFrom.Offset(wanted.orElseThrow(() -> new TopicRefused("Offset: write a whole number from 0 on", null)));
            case TIME -> {
                if (moment == null) {
                    throw new TopicRefused("Time: choose a date and a time", null);
                }
                yield new ReadFrom.Time(moment.atZone(zone).toInstant());
            }
        }, of, limit), found -> table(found, from));
    }

    private static Component table(List<TopicRecord> found, Where from) {
        var grid = new Grid<TopicRecord>();
        grid.addColumn(TopicRecord::partition).setHeader("Partition").setFlexGrow(0).setAutoWidth(true);
        grid.addColumn(TopicRecord::offset).setHeader("Offset").setFlexGrow(0).setAutoWidth(true);
        grid.addComponentColumn(r -> new LocalTime(r.timestamp())).setHeader("Time").setFlexGrow(0).setWidth("190px");
        grid.addComponentColumn(r -> line(r.key(), "none")).setHeader("Key").setFlexGrow(1);
        grid.addComponentColumn(r -> line(r.value(), "none: its key is deleted")).setHeader("Value").setFlexGrow(5);
        grid.addColumn(r -> r.headers().isEmpty() ? "–" : Integer.toString(r.headers().size())).setHeader("Headers").setFlexGrow(0).setAutoWidth(true);
        grid.setItemDetailsRenderer(new ComponentRenderer<>(RecordsPanel::whole));
        grid.addThemeVariants(GridVariant.LUMO_COMPACT);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.getElement().setAttribute("aria-label", "Records");
        grid.setEmptyStateText(from == Where.NEWEST ? "The topic is empty." : "There are no records from there on.");
        grid.setItems(found);
        grid.setAllRowsVisible(found.size() <= 12);
        if (found.size() > 12) {
            grid.setHeight("460px");
        }
        return grid;
    }

    private static Component line(Optional<TopicRecord.Content> content, String absent) {
        if (content.isEmpty()) {
            var none = new Span(absent);
            none.addClassName("field-help");
            return none;
        }
        TopicRecord.Content c = content.get();
        var code = new Code(c.text().isEmpty() ? "(empty)" : c.text() + (c.cut() ? "…" : ""));
        code.addClassName("record-text");
        return c.binary() ? new Span(mark(c), code) : code;
    }

    private static Span mark(TopicRecord.Content content) {
        var mark = new Span("binary, " + Words.bytes(content.bytes()) + " ");
        mark.addClassName("field-help");
        return mark;
    }

    /** All of a record, to be read and copied. */
    private static Component whole(TopicRecord record) {
        var box = new Div();
        box.addClassName("record-whole");
        record.key().ifPresent(c -> box.add(part("Key", c)));
        record.value().ifPresent(c -> box.add(part("Value", c)));
        record.headers().forEach(h -> box.add(h.value().map(c -> part("Header " + h.name(), c)).orElseGet(() -> new Div(new Span("Header " + h.name() + ": no value")))));
        return box;
    }

    private static Div part(String name, TopicRecord.Content content) {
        var title = new Span(name + (content.binary() ? " · binary" : "") + " · " + Words.bytes(content.bytes()) + (content.cut() ? ", the beginning" : ""));
        title.addClassName("fact-name");
        var text = new Pre(content.text());
        text.getElement().setAttribute("tabindex", "0");
        text.getElement().setAttribute("aria-label", name);
        text.getElement().setAttribute("role", "region");
        return new Div(title, text);
    }
}
