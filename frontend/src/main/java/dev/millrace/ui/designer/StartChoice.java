package dev.millrace.ui.designer;

import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Savepoint;
import dev.millrace.server.deployment.SourceStart;
import dev.millrace.server.deployment.Start;
import dev.millrace.ui.shell.Words;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where a deployment begins: with the latest state, one that is chosen, or without, and then where its sources do. */
final class StartChoice extends Div {
    private enum How { LATEST, CHOSEN, FRESH }

    private final RadioButtonGroup<How> how = new RadioButtonGroup<>("Begin");
    private final Select<Savepoint> savepoint = new Select<>();
    private final ReadFrom all = new ReadFrom("Sources begin", false);
    private final Map<NodeId, ReadFrom> each = new LinkedHashMap<>();
    private final Div reading = new Div();

    /**
     * @param replaces a deployment runs, whose state this one begins with
     * @param kept the state there is to choose from
     * @param sources the nodes that can be told where to begin
     * @param called what people call a node
     */
    StartChoice(boolean hasState, boolean replaces, List<Savepoint> kept, Set<NodeId> sources, Function<NodeId, String> called) {
        List<How> possible = new ArrayList<>();
        if (hasState || replaces) {
            possible.add(How.LATEST);
        }
        if (!kept.isEmpty()) {
            possible.add(How.CHOSEN);
        }
        possible.add(How.FRESH);
        how.setItems(possible);
        how.setItemLabelGenerator(h -> switch (h) {
            case LATEST -> replaces ? "With the state of the running one" : "From where it stopped, with its state";
            case CHOSEN -> "With a savepoint or checkpoint of your choice";
            case FRESH -> sources.isEmpty() ? "Fresh: without state" : "Fresh: without state, sources begin where you say";
        });
        how.addClassName("column-radios");
        savepoint.setLabel("Savepoint or checkpoint");
        savepoint.setItems(kept);
        savepoint.setItemLabelGenerator(StartChoice::inWords);
        savepoint.setWidthFull();
        kept.stream().findFirst().ifPresent(savepoint::setValue);
        sources.forEach(node -> each.put(node, new ReadFrom(called.apply(node), true)));
        reading.add(all);
        if (sources.size() > 1) {
            reading.add(new Details("Each source by itself", new Div(each.values().toArray(ReadFrom[]::new))));
        }
        how.addValueChangeListener(e -> show());
        how.setValue(possible.getFirst());
        add(how, savepoint, reading);
        show();
    }

    private void show() {
        savepoint.setVisible(how.getValue() == How.CHOSEN);
        reading.setVisible(how.getValue() == How.FRESH && !each.isEmpty());
    }

    private static String inWords(Savepoint s) {
        return (s.kind() == Savepoint.Kind.CHECKPOINT ? "Checkpoint " : "Savepoint ") + s.takenAt().map(Words::ago).orElse("")
                + ", revision " + s.revision() + (s.bytes().isPresent() ? ", " + Words.bytes(s.bytes().getAsLong()) : "")
                + (s.reason().isEmpty() ? "" : ": " + s.reason());
    }

    /** Is told of each choice that can be made so. */
    void onChange(Runnable told) {
        Runnable where = () -> {
            if (trouble().isEmpty()) {
                told.run();
            }
        };
        how.addValueChangeListener(e -> where.run());
        savepoint.addValueChangeListener(e -> where.run());
        all.onChange(where);
        each.values().forEach(source -> source.onChange(where));
    }

    /** What is wrong with the choice; empty where nothing is. */
    Optional<String> trouble() {
        if (how.getValue() != How.FRESH) {
            return Optional.empty();
        }
        return all.trouble().or(() -> each.values().stream().flatMap(r -> r.trouble().stream()).findFirst());
    }

    Start value() {
        return switch (how.getValue()) {
            case LATEST -> Start.LATEST_STATE;
            case CHOSEN -> new Start.FromSavepoint(savepoint.getValue().id());
            case FRESH -> {
                Map<NodeId, SourceStart> own = new LinkedHashMap<>();
                each.forEach((node, from) -> from.value().ifPresent(value -> own.put(node, value)));
                yield new Start.Fresh(all.value().orElseThrow(), own);
            }
        };
    }

    /** Where one source begins, or all do. */
    private static final class ReadFrom extends Div {
        private enum From { ABOVE, AS_SET, EARLIEST, LATEST, TIMESTAMP, COMMITTED }

        private final Select<From> from = new Select<>();
        private final DateTimePicker time = new DateTimePicker("First record at or after (UTC)");
        private final TextField group = new TextField("Consumer group");

        ReadFrom(String label, boolean one) {
            addClassName("read-from");
            from.setLabel(label);
            List<From> items = new ArrayList<>(List.of(From.values()));
            if (!one) {
                items.remove(From.ABOVE);
            }
            from.setItems(items);
            from.setItemLabelGenerator(f -> switch (f) {
                case ABOVE -> "As chosen above";
                case AS_SET -> "Where the settings say";
                case EARLIEST -> "With the oldest record";
                case LATEST -> "With new records only";
                case TIMESTAMP -> "At a time";
                case COMMITTED -> "Behind what a consumer group has read";
            });
            from.setValue(items.getFirst());
            group.setPlaceholder("that of earlier deployments");
            group.setHelperText("Where it has read nothing: with the oldest record");
            from.addValueChangeListener(e -> show());
            add(from, time, group);
            show();
        }

        private void show() {
            time.setVisible(from.getValue() == From.TIMESTAMP);
            group.setVisible(from.getValue() == From.COMMITTED);
        }

        void onChange(Runnable told) {
            from.addValueChangeListener(e -> told.run());
            time.addValueChangeListener(e -> told.run());
        }

        Optional<String> trouble() {
            return from.getValue() == From.TIMESTAMP && time.getValue() == null ? Optional.of(from.getLabel() + ": choose a date and a time") : Optional.empty();
        }

        /** Empty: as for all. */
        Optional<SourceStart> value() {
            return switch (from.getValue()) {
                case ABOVE -> Optional.empty();
                case AS_SET -> Optional.of(new SourceStart.AsSet());
                case EARLIEST -> Optional.of(new SourceStart.Earliest());
                case LATEST -> Optional.of(new SourceStart.Latest());
                case TIMESTAMP -> Optional.ofNullable(time.getValue()).map((LocalDateTime at) -> new SourceStart.Timestamp(at.toInstant(ZoneOffset.UTC)));
                case COMMITTED -> Optional.of(new SourceStart.Committed(Optional.of(group.getValue().strip()).filter(g -> !g.isEmpty())));
            };
        }
    }
}
