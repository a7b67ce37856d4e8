package dev.millrace.ui.topics;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.function.ValueProvider;
import dev.millrace.server.kafka.ConsumerGroup;
import dev.millrace.server.kafka.TopicDetails;
import dev.millrace.server.topics.TopicPipelines;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables about one topic. */
final class TopicTables {
    private TopicTables() {}

    static Component partitions(TopicDetails details) {
        Grid<TopicDetails.Partition> grid = grid("Partitions", "");
        grid.addColumn(TopicDetails.Partition::number).setHeader("Partition").setAutoWidth(true).setFlexGrow(0);
        grid.addComponentColumn(p -> p.leader().isPresent() ? new Span("broker " + p.leader().getAsInt()) : wrong("none: it can be neither read nor written"))
                .setHeader("Leader").setAutoWidth(true);
        grid.addColumn(p -> brokers(p.replicas())).setHeader("Copies on brokers").setAutoWidth(true);
        grid.addComponentColumn(p -> p.isWhole() ? new Span("all") : wrong("only on " + (p.inSync().isEmpty() ? "none" : brokers(p.inSync())))).setHeader("Complete")
                .setAutoWidth(true);
        number(grid, "Oldest offset", p -> Long.toString(p.begin()));
        number(grid, "Next offset", p -> Long.toString(p.end()));
        number(grid, "Records", p -> Words.count(p.end() - p.begin()));
        number(grid, "Size", p -> p.bytes().isPresent() ? Words.bytes(p.bytes().getAsLong()) : "–");
        grid.setItems(details.partitions());
        return grid;
    }

    private static String brokers(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static Span wrong(String words) {
        var span = new Span(words);
        span.addClassName("error-text");
        return span;
    }

    static Component settings(TopicDetails details) {
        Grid<TopicDetails.Setting> grid = grid("Settings of its own", "All settings are as the broker presets them.");
        grid.addColumn(TopicDetails.Setting::name).setHeader("Setting").setFlexGrow(2);
        grid.addColumn(TopicDetails.Setting::value).setHeader("Here").setFlexGrow(2);
        grid.addColumn(s -> s.preset().isEmpty() ? "not told" : s.preset()).setHeader("Preset of the broker").setFlexGrow(2);
        grid.setItems(details.settings());
        return grid;
    }

    /** @param job whose offsets they are, where it is a pipeline of this application */
    record Reader(ConsumerGroup group, Optional<TopicPipelines.Job> job) {
        static List<Reader> of(List<ConsumerGroup> groups, TopicPipelines pipelines) {
            return groups.stream().map(g -> new Reader(g, pipelines.job(g.id()))).toList();
        }
    }

    static Component groups(List<Reader> readers) {
        Grid<Reader> grid = grid("Consumer groups", "No consumer group has read it or is reading it.");
        grid.addComponentColumn(TopicTables::name).setHeader("Group").setFlexGrow(4);
        grid.addColumn(r -> state(r.group())).setHeader("State").setAutoWidth(true);
        number(grid, "Members", r -> Integer.toString(r.group().members().size()));
        number(grid, "Lag", r -> Words.count(r.group().lag()));
        grid.setItemDetailsRenderer(new ComponentRenderer<>(TopicTables::progress));
        grid.setItems(readers);
        var help = new Paragraph("Lag: records yet to be read, by what was committed. Choose a group to see it by partition.");
        help.addClassName("field-help");
        return readers.isEmpty() ? grid : new Div(help, grid);
    }

    private static Component name(Reader reader) {
        return reader.job().<Component>map(job -> {
            var link = Places.link(Places.of(job.deployment()), job.name());
            link.setTitle(reader.group().id());
            var words = new Div(link, new Span(" · " + job.node()));
            words.setTitle(reader.group().id());
            return words;
        }).orElseGet(() -> new Span(reader.group().id()));
    }

    private static String state(ConsumerGroup group) {
        return switch (group.state()) {
            case "empty" -> "no members, offsets only";
            case "stable" -> "reads";
            default -> group.state();
        };
    }

    private static Component progress(Reader reader) {
        Grid<ConsumerGroup.Progress> grid = grid("Lag of " + reader.group().id() + " by partition", "");
        grid.addColumn(ConsumerGroup.Progress::partition).setHeader("Partition").setAutoWidth(true).setFlexGrow(0);
        number(grid, "Committed", p -> p.committed().isPresent() ? Long.toString(p.committed().getAsLong()) : "nothing yet");
        number(grid, "Next offset", p -> Long.toString(p.end()));
        number(grid, "Lag", p -> Words.count(p.lag()));
        grid.addColumn(p -> reader.group().members().stream().filter(m -> m.partitions().contains(p.partition())).map(m -> m.client() + " at " + m.host())
                .collect(Collectors.joining(", "))).setHeader("Read by").setFlexGrow(2);
        grid.setItems(reader.group().partitions());
        return grid;
    }

    static Component pipelines(List<TopicPipelines.Use> uses) {
        Grid<TopicPipelines.Use> grid = grid("Pipelines", "No pipeline reads or writes it.");
        grid.addComponentColumn(u -> Places.link(Places.of(u.pipeline()), u.name())).setHeader("Pipeline").setFlexGrow(3);
        grid.addColumn(u -> String.join(", ", u.reads())).setHeader("Reads with").setFlexGrow(2);
        grid.addColumn(u -> String.join(", ", u.writes())).setHeader("Writes with").setFlexGrow(2);
        grid.addComponentColumn(u -> u.running().<Component>map(d -> Places.link(Places.of(d), "Deployed")).orElseGet(() -> new Span("–"))).setHeader("Now").setAutoWidth(true);
        grid.setItems(uses);
        return grid;
    }

    private static <T> Grid<T> grid(String name, String empty) {
        var grid = new Grid<T>();
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.getElement().setAttribute("aria-label", name);
        grid.setEmptyStateText(empty);
        return grid;
    }

    private static <T> void number(Grid<T> grid, String header, ValueProvider<T, String> value) {
        grid.addColumn(value).setHeader(header).setAutoWidth(true).setFlexGrow(0).setTextAlign(ColumnTextAlign.END);
    }
}
