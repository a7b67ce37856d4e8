package dev.millrace.ui.deployments;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.function.ValueProvider;
import dev.millrace.compile.Compilation;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.NodeNames;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.ReadPartitions;
import dev.millrace.server.deployment.ReadPartitions.Partition;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.ui.shell.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** How far the partitions of topics have been read: in a line, and in a table for those who open it. Not there where no topic is read. */
final class LagPanel extends Div {
    private static final int ROWS_IN_VIEW = 8;
    /** Event time that is so near to the clock is on time. */
    private static final Duration ON_TIME = Duration.ofSeconds(2);

    private final Details details = new Details();
    private final Grid<Row> grid = new Grid<>();
    private final Grid.Column<Row> eventTime;
    private final Div notes = new Div();
    private transient List<Row> shown = List.of();

    private record Row(String node, Partition partition, String eventTime) {}

    LagPanel() {
        addClassName("lag-panel");
        grid.addColumn(Row::node).setHeader("Source").setFlexGrow(2);
        grid.addColumn(r -> r.partition().topic()).setHeader("Topic").setFlexGrow(2);
        grid.addColumn(r -> r.partition().number()).setHeader("Partition").setWidth("110px").setFlexGrow(0);
        number("Next to read", r -> exact(r.partition().next()));
        number("End", r -> exact(r.partition().end()));
        number("Lag", r -> r.partition().lag().isPresent() ? Words.count(r.partition().lag().getAsLong()) : "–");
        eventTime = grid.addColumn(Row::eventTime).setHeader("Event time").setFlexGrow(1);
        grid.addThemeVariants(GridVariant.LUMO_COMPACT);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.getElement().setAttribute("aria-label", "Lag by partition");
        var help = new Paragraph("Lag: records from the next one that is read to the end, by Kafka's offsets. Event time of the source is that of its slowest partition that is not idle.");
        help.addClassName("field-help");
        details.add(notes, grid, help);
        details.addOpenedChangeListener(e -> fill());
        add(details);
        setVisible(false);
    }

    private void number(String header, ValueProvider<Row, ?> value) {
        // Of a fixed width: one that fits the first numbers is too narrow for the next.
        grid.addColumn(value).setHeader(header).setWidth("130px").setFlexGrow(0).setTextAlign(ColumnTextAlign.END);
    }

    private static String exact(OptionalLong offset) {
        return offset.isPresent() ? Long.toString(offset.getAsLong()) : "–";
    }

    void show(Compilation compilation, NodeKinds kinds, LiveMetrics metrics) {
        Function<NodeId, String> name = node -> NodeNames.of(node, compilation.pipeline(), kinds);
        var reading = metrics.nodes().entrySet().stream().filter(e -> e.getValue().read().count() > 0).sorted(Map.Entry.comparingByKey(Comparator.comparing(n -> n.value()))).toList();
        setVisible(!reading.isEmpty());
        List<Row> rows = reading.stream().flatMap(e -> e.getValue().read().partitions().stream().map(p -> new Row(name.apply(e.getKey()), p, eventTime(p, metrics.at()))))
                .sorted(Comparator.comparingLong(r -> -r.partition().lag().orElse(0))).toList();
        details.setSummaryText(summary(rows, reading.stream().mapToInt(e -> e.getValue().read().count()).sum()));
        notes.removeAll();
        reading.stream().filter(e -> !e.getValue().read().why().isEmpty()).forEach(e -> notes.add(new Paragraph(name.apply(e.getKey()) + ": "
                + e.getValue().read().why() + ". Its lag is what the source knew when it last fetched, which may be too little")));
        if (!rows.equals(shown)) {
            shown = rows;
            fill();
        }
    }

    /** What is closed is not sent. */
    private void fill() {
        if (!details.isOpened()) {
            return;
        }
        grid.setVisible(!shown.isEmpty());
        grid.setAllRowsVisible(shown.size() <= ROWS_IN_VIEW);
        if (shown.size() > ROWS_IN_VIEW) {
            grid.setHeight("320px");
        }
        eventTime.setVisible(shown.stream().anyMatch(r -> r.partition().idle() || r.partition().watermark().isPresent()));
        grid.setItems(shown);
    }

    private static String summary(List<Row> rows, int partitions) {
        String all = partitions == 1 ? "1 partition" : partitions + " partitions";
        long lag = rows.stream().mapToLong(r -> r.partition().lag().orElse(0)).sum();
        if (lag == 0) {
            return "Lag by partition: " + all + (rows.isEmpty() || rows.stream().anyMatch(r -> r.partition().lag().isEmpty()) ? "" : ", all read");
        }
        Partition most = rows.getFirst().partition();
        return "Lag by partition: " + all + ", " + Words.count(lag) + " records to be read" + (partitions == 1 ? "" : ", "
                + (most.lag().orElse(0) == lag ? "all" : Words.count(most.lag().orElse(0))) + " of them in partition " + most.number() + " of " + most.topic());
    }

    private static String eventTime(Partition partition, Instant now) {
        if (partition.idle()) {
            return "idle: not waited for";
        }
        return partition.watermark().map(time -> {
            Duration behind = Duration.between(time, now);
            return behind.abs().compareTo(ON_TIME) <= 0 ? "on time" : behind.isNegative() ? Words.duration(behind.abs()) + " ahead of the clock" : Words.duration(behind) + " behind the clock";
        }).orElse("–");
    }

    /** How the number beside it was found, for people who ask. */
    static String basis(LiveMetrics metrics) {
        boolean all = metrics.nodes().values().stream().map(n -> n.read()).filter(r -> r.count() > 0).allMatch(ReadPartitions::byOffsets);
        return "Records still to be read" + (all ? ", by Kafka's offsets" : ", by what the sources knew when they last fetched");
    }
}
