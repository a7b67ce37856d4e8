package dev.millrace.ui.preview;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.sample.SampleSet;
import dev.millrace.server.sample.Taking;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** How the rows of one source, or of all, are chosen: one line of fields, and an area where rows are typed. */
final class TakingFields extends Div {
    /** @param set for what is kept with the pipeline; else null */
    private record Way(String words, Kind kind, SampleSet.Summary set) {
        Way(String words, Kind kind) {
            this(words, kind, null);
        }

        @Override public boolean equals(Object other) {
            return other instanceof Way way && kind == way.kind && Objects.equals(set == null ? null : set.id(), way.set == null ? null : way.set.id());
        }

        @Override public int hashCode() {
            return kind.hashCode();
        }
    }

    private enum Kind { AS_ALL, NEWEST, SPAN, TYPED, GENERATED, SAVED }

    private static final Way AS_ALL = new Way("As all sources", Kind.AS_ALL);
    private static final Way NEWEST = new Way("Newest records", Kind.NEWEST);
    private static final Way FIRST = new Way("First rows", Kind.NEWEST);
    private static final Way SPAN = new Way("Span of time", Kind.SPAN);
    private static final Way TYPED = new Way("Rows by hand", Kind.TYPED);
    private static final Way GENERATED = new Way("Generated rows", Kind.GENERATED);

    private final PipelineId pipeline;
    private final String name;
    private final boolean all;
    private final Supplier<String> example;
    private final Runnable changed;
    private final Select<Way> way = new Select<>();
    private final Div fields = new Div();
    private final IntegerField most = number("Rows", 1, Taking.MOST, Taking.USUAL);
    private final IntegerField seed = number("Seed", 0, Integer.MAX_VALUE, 1);
    private final DateTimePicker from = time("From");
    private final DateTimePicker to = time("To, not included");
    private final TextArea text = new TextArea();
    private ZoneId zone = ZoneId.systemDefault();

    /**
     * @param name of the source; empty: all sources
     * @param example rows that fit the source's columns, to begin with
     * @param changed is told after each change by a person
     */
    TakingFields(PipelineId pipeline, String name, Supplier<String> example, Runnable changed) {
        this.pipeline = pipeline;
        this.name = name.isEmpty() ? "all sources" : name;
        this.all = name.isEmpty();
        this.example = example;
        this.changed = changed;
        addClassName("taking");
        way.addThemeName("small");
        way.setAriaLabel("Sample of " + this.name);
        way.setItemLabelGenerator(Way::words);
        way.addValueChangeListener(e -> {
            if (e.isFromClient() && e.getValue() != null) {
                draw();
                changed.run();
            }
        });
        text.setAriaLabel("Rows of " + this.name);
        text.setPlaceholder("{\"column\": 1} on each line, a JSON list, or CSV below a line of column names");
        text.setWidthFull();
        text.setMaxLength(4_000_000);
        text.addClassName("typed-rows");
        text.addValueChangeListener(e -> told(e.isFromClient()));
        fields.addClassName("taking-fields");
        var label = new Span(all ? "All sources" : name);
        label.addClassName(all ? "taking-name" : "node-id");
        add(label, way, fields);
        addAttachListener(e -> e.getUI().getPage().retrieveExtendedClientDetails(d -> zone = ZoneId.of(d.getTimeZoneId())));
    }

    private IntegerField number(String label, int least, int greatest, int value) {
        var field = new IntegerField();
        field.addThemeVariants(TextFieldVariant.LUMO_SMALL);
        field.setAriaLabel(label);
        field.setMin(least);
        field.setMax(greatest);
        field.setValue(value);
        field.addValueChangeListener(e -> told(e.isFromClient() && e.getValue() != null));
        return field;
    }

    private DateTimePicker time(String label) {
        var picker = new DateTimePicker();
        picker.setDateAriaLabel(label + ", date");
        picker.setTimeAriaLabel(label + ", time");
        picker.setStep(Duration.ofSeconds(1));
        picker.addThemeName("small");
        picker.addValueChangeListener(e -> told(e.isFromClient()));
        return picker;
    }

    private void told(boolean byPerson) {
        if (byPerson) {
            changed.run();
        }
    }

    /**
     * @param topics whether it reads topics, which have newest records and spans of time
     * @param asAll whether there is a choice for all sources that it can follow
     */
    void offer(boolean topics, List<SampleSet.Summary> kept, boolean asAll) {
        var ways = new ArrayList<Way>();
        if (asAll) {
            ways.add(AS_ALL);
        }
        ways.add(topics ? NEWEST : FIRST);
        if (topics) {
            ways.add(SPAN);
        }
        if (!all) {
            ways.add(TYPED);
        }
        ways.add(GENERATED);
        kept.forEach(set -> ways.add(new Way("Kept: " + set.name(), Kind.SAVED, set)));
        Way chosen = way.getValue();
        way.setItems(ways);
        way.setValue(chosen != null && ways.contains(chosen) ? ways.get(ways.indexOf(chosen)) : ways.getFirst());
        draw();
    }

    /** Chooses what is kept. */
    void use(SampleSet.Summary set) {
        way.setValue(new Way("Kept: " + set.name(), Kind.SAVED, set));
        draw();
    }

    private void draw() {
        fields.removeAll();
        switch (way.getValue().kind()) {
            case NEWEST -> fields.add(most, new Span(way.getValue() == FIRST ? "rows" : all ? "rows of each" : "rows of each topic"));
            case SPAN -> {
                if (from.isEmpty()) {
                    LocalDateTime now = LocalDateTime.now(zone).withNano(0);
                    to.setValue(now);
                    from.setValue(now.minusMinutes(10));
                }
                fields.add(from, new Span("to"), to, new Span("at most"), most, new Span("rows"));
            }
            case GENERATED -> fields.add(most, new Span("rows, seed"), seed);
            case TYPED -> {
                var fill = new Button("Put in example rows", e -> {
                    text.setValue(example.get());
                    changed.run();
                });
                fill.addThemeVariants(ButtonVariant.LUMO_SMALL);
                fields.add(text, fill);
            }
            case SAVED, AS_ALL -> { }
        }
    }

    /** Empty: as all sources, or nothing is typed yet. @throws dev.millrace.server.sample.SampleRefused where the span ends before it begins */
    Optional<Taking> taking() {
        int rows = most.getValue() == null ? Taking.USUAL : most.getValue();
        return way.getValue() == null ? Optional.empty() : switch (way.getValue().kind()) {
            case AS_ALL -> Optional.empty();
            case NEWEST -> Optional.of(new Taking.Newest(rows));
            case SPAN -> from.isEmpty() || to.isEmpty() ? Optional.empty()
                    : Optional.of(new Taking.Span(from.getValue().atZone(zone).toInstant(), to.getValue().atZone(zone).toInstant(), rows));
            case TYPED -> text.getValue().isBlank() ? Optional.empty() : Optional.of(new Taking.Typed(text.getValue()));
            case GENERATED -> Optional.of(new Taking.Generated(rows, seed.getValue() == null ? 1 : seed.getValue()));
            case SAVED -> Optional.of(new Taking.Saved(pipeline, way.getValue().set().id()));
        };
    }

    /** What is chosen, in few words; empty where it is as all sources. */
    String words() {
        return way.getValue() == null ? "" : switch (way.getValue().kind()) {
            case AS_ALL -> "";
            case NEWEST -> (way.getValue() == FIRST ? "first " : "newest ") + most.getValue();
            case SPAN -> "a span of time";
            case TYPED -> text.getValue().isBlank() ? "" : "rows by hand";
            case GENERATED -> most.getValue() + " generated";
            case SAVED -> "'" + way.getValue().set().name() + "'";
        };
    }
}
