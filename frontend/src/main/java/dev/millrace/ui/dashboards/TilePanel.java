package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.millrace.schema.Durations;
import dev.millrace.server.dashboards.Aggregate;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.server.dashboards.Feeds;
import dev.millrace.server.dashboards.Figures;
import dev.millrace.server.dashboards.Options;
import dev.millrace.server.dashboards.Query;
import dev.millrace.server.dashboards.Source;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.server.dashboards.Tile.Place;
import dev.millrace.server.dashboards.Tile.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The form of a tile beside the dashboard, with the tile as it would be, live. */
final class TilePanel extends Aside {
    private static final List<String> WINDOWS = List.of("1 min", "5 min", "15 min", "1 h", "6 h", "1 day", "7 day", "30 day", "90 day");
    private static final String PREVIEW = "preview";
    private static final String LOOK = "columns";
    private static final Place SMALL = new Place(0, 0, 3, 2);
    private static final Place LARGE = new Place(0, 0, 6, 4);

    private final transient Feeds feeds;
    private final transient Consumer<Tile> keep;
    private final H2 heading = new H2();
    private final TextField title = new TextField("Title");
    private final Select<Type> type = new Select<>();
    private final SourceFields source;
    private final Select<Aggregate> aggregate = new Select<>();
    private final ComboBox<String> value = new ComboBox<>("Value column");
    private final ComboBox<String> key = new ComboBox<>("Key column");
    private final Checkbox byNode = new Checkbox("One value for each node");
    private final Checkbox table = new Checkbox("Of each Kafka key only the newest record counts");
    private final IntegerField top = new IntegerField("How many keys");
    private final Select<String> window = new Select<>();
    private final TextField unit = new TextField("Unit");
    private final NumberField min = new NumberField("Begins at");
    private final NumberField max = new NumberField("Ends at");
    private final Div preview = new Div();
    private final Paragraph wrong = new Paragraph();
    private final Button done = new Button("", e -> done());
    private transient TileWatch watch;
    private transient Optional<Tile> before = Optional.empty();
    private transient Dashboard around = Dashboard.called("-");
    private transient TileFigures drawn;
    private transient List<String> columns = List.of();
    private boolean filling;
    private boolean titled;
    private boolean ofMetric = true;

    TilePanel(Feeds feeds, TileSources sources, Consumer<Tile> keep) {
        this.feeds = feeds;
        this.keep = keep;
        this.source = new SourceFields(sources, this::changed);
        addClassName("tile-panel");
        setVisible(false);
        title.setMaxLength(Tile.LONGEST_TITLE);
        title.setValueChangeMode(ValueChangeMode.LAZY);
        type.setLabel("Drawn as");
        type.setItems(Type.values());
        type.setItemLabelGenerator(Type::words);
        aggregate.setLabel("Aggregate");
        aggregate.setItemLabelGenerator(Aggregate::words);
        Stream.of(value, key).forEach(c -> {
            c.setAllowCustomValue(true);
            c.setClearButtonVisible(true);
            c.addCustomValueSetListener(e -> c.setValue(e.getDetail().strip()));
        });
        top.setMin(1);
        top.setMax(Options.MOST_KEYS);
        top.setStepButtonsVisible(true);
        window.setLabel("Looks back");
        window.setItems(WINDOWS);
        unit.setMaxLength(Options.LONGEST_UNIT);
        unit.setPlaceholder("such as EUR or °C");
        preview.addClassName("tile-preview");
        preview.getElement().setAttribute("role", "group");
        preview.getElement().setAttribute("aria-label", "As it would be");
        wrong.addClassName("field-help");
        wrong.getElement().setAttribute("role", "status");
        done.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var cancel = new Button("Cancel", e -> close());
        cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        var foot = new Div(cancel, done);
        foot.addClassName("tile-panel-foot");
        var fields = new Div(source, type, aggregate, value, key, byNode, table, top, window, unit, min, max, title);
        fields.addClassName("tile-fields");
        add(heading, preview, wrong, fields, foot);
        title.addValueChangeListener(e -> {
            titled |= e.isFromClient();
            changed();
        });
        Stream.<HasValue<?, ?>>of(type, aggregate, value, key, byNode, table, top, window, unit, min, max).forEach(f -> f.addValueChangeListener(e -> changed()));
        Shortcuts.addShortcutListener(this, this::close, Key.ESCAPE).listenOn(this);
    }

    /** A new tile, below all others. */
    void add(Dashboard to) {
        around = to;
        open(Optional.empty());
    }

    void edit(Tile tile) {
        around = Dashboard.called("-");
        open(Optional.of(tile));
    }

    private void open(Optional<Tile> tile) {
        before = tile;
        titled = tile.isPresent();
        filling = true;
        heading.setText(tile.isPresent() ? "Edit tile" : "New tile");
        done.setText(tile.isPresent() ? "Save" : "Add tile");
        Options o = tile.map(Tile::options).orElse(Options.PRESET);
        title.setValue(tile.map(Tile::title).orElse(""));
        type.setValue(tile.map(Tile::type).orElse(Type.LINE));
        offerAggregates(tile.map(t -> t.source() instanceof Source.Metric).orElse(true));
        tile.ifPresent(t -> aggregate.setValue(o.aggregate()));
        byNode.setValue(o.key().filter(Options.NODE::equals).isPresent() && tile.get().source() instanceof Source.Metric);
        key.setItems(List.of());
        value.setItems(List.of());
        columns = List.of();
        key.setValue(byNode.getValue() ? null : o.key().orElse(null));
        value.setValue(o.value().orElse(null));
        table.setValue(o.table());
        top.setValue(o.top());
        String back = Durations.write(o.window());
        window.setItems(WINDOWS.contains(back) ? WINDOWS : Stream.concat(WINDOWS.stream(), Stream.of(back)).toList());
        window.setValue(back);
        unit.setValue(o.unit());
        min.setValue(o.min());
        max.setValue(o.max().orElse(null));
        source.fill(tile.map(Tile::source), around.pipelines().stream().findFirst());
        filling = false;
        setVisible(true);
        changed();
        title.getElement().executeJs("this.scrollIntoView && this.closest('.tile-panel').scrollTo(0, 0)");
        source.getElement().executeJs("setTimeout(() => this.querySelector('vaadin-radio-button')?.focus())");
    }

    void close() {
        setVisible(false);
        stop();
    }

    private void offerAggregates(boolean metric) {
        ofMetric = metric;
        List<Aggregate> offered = metric ? List.of(Aggregate.LAST, Aggregate.MEAN, Aggregate.MIN, Aggregate.MAX) : Arrays.asList(Aggregate.values());
        aggregate.setItems(offered);
        aggregate.setValue(offered.getFirst());
    }

    private void changed() {
        if (filling) {
            return;
        }
        filling = true;
        boolean metric = source.isMetric();
        boolean single = type.getValue().isSingle();
        if (metric != ofMetric) {
            offerAggregates(metric);
        }
        value.setVisible(!metric && aggregate.getValue() != Aggregate.COUNT);
        key.setVisible(!metric && !single);
        byNode.setVisible(metric && !single && !source.isOfOneNode() && source.series().isOfNodes());
        table.setVisible(!metric);
        boolean keyed = key.isVisible() && key.getValue() != null || byNode.isVisible() && byNode.getValue();
        if (byNode.isVisible() && (type.getValue() == Type.TOP_N || type.getValue() == Type.HEAT_MAP)) {
            byNode.setValue(true);
            keyed = true;
        }
        top.setVisible(keyed);
        unit.setVisible(!metric);
        min.setVisible(type.getValue() == Type.GAUGE);
        max.setVisible(type.getValue() == Type.GAUGE);
        if (!titled) {
            title.setValue(suggested());
        }
        filling = false;
        show();
    }

    private String suggested() {
        String of = source.isMetric() ? SeriesWords.of(source.series()).replaceAll(":.*| per second", "") : aggregate.getValue() == Aggregate.COUNT ? "Rows" : aggregate.getValue().words() + " of " + text(value).orElse("a column");
        return of + text(key).filter(k -> key.isVisible()).map(k -> " by " + k).orElse("");
    }

    private static Optional<String> text(ComboBox<String> box) {
        return Optional.ofNullable(box.getValue()).map(String::strip).filter(t -> !t.isEmpty());
    }

    private Optional<Tile> tile() {
        return source.source().map(from -> {
            Optional<String> by = byNode.isVisible() && byNode.getValue() ? Optional.of(Options.NODE) : text(key).filter(k -> key.isVisible());
            var options = new Options(aggregate.getValue(), text(value).filter(v -> value.isVisible()), by, table.isVisible() && table.getValue(), top.getValue() == null ? 0 : top.getValue(),
                    Durations.parse(window.getValue()), before.flatMap(t -> t.options().bucket()).filter(b -> Durations.write(before.get().options().window()).equals(window.getValue())),
                    unit.isVisible() ? unit.getValue().strip() : "", min.isVisible() && min.getValue() != null ? min.getValue() : 0,
                    max.isVisible() ? Optional.ofNullable(max.getValue()) : Optional.empty());
            String name = title.getValue().isBlank() ? "" : title.getValue().strip();
            Place place = type.getValue().isSingle() ? SMALL : LARGE;
            String id = before.map(Tile::id).orElseGet(() -> around.freeId(name));
            return new Tile(id, type.getValue(), name, before.map(Tile::place).orElse(new Place(place.x(), around.bottom(), place.w(), place.h())), from, options);
        });
    }

    private void show() {
        Optional<Tile> tile = tile();
        Optional<DashboardDocument.Problem> problem = tile.flatMap(DashboardDocument::problem);
        done.setEnabled(tile.isPresent() && problem.isEmpty());
        String why = tile.isEmpty() ? source.missing() : problem.map(p -> name(p.field()) + p.why() + ".").orElse("");
        wrong.setText(why);
        wrong.setVisible(!why.isEmpty());
        if (watch == null) {
            return;
        }
        tile.ifPresentOrElse(t -> watch.look(LOOK, new Query(Type.NUMBER, t.source(), t.source() instanceof Source.Metric ? Options.PRESET.with(Aggregate.LAST) : Options.PRESET), this::offer),
                () -> watch.leave(LOOK));
        if (tile.isPresent() && problem.isEmpty()) {
            preview(tile.get());
        } else {
            watch.leave(PREVIEW);
            preview.removeAll();
            drawn = null;
        }
    }

    private String name(String field) {
        return switch (field) {
            case "value" -> "Value column: ";
            case "key" -> "Key column: ";
            case "window" -> "Looks back: ";
            case "top" -> "How many keys: ";
            case "max" -> "Ends at: ";
            case "title" -> "Title: ";
            default -> "";
        };
    }

    private void preview(Tile tile) {
        if (drawn == null) {
            drawn = new TileFigures();
            preview.removeAll();
            preview.add(drawn);
        }
        TileFigures into = drawn;
        // The tile is drawn anew also where only its words have changed.
        watch.leave(PREVIEW);
        watch.look(PREVIEW, tile.query(), figures -> into.show(tile, figures));
    }

    /** Columns that rows turned out to have. */
    private void offer(Figures figures) {
        if (!figures.columns().equals(columns) && !figures.columns().isEmpty()) {
            columns = figures.columns();
            filling = true;
            Stream.of(value, key).forEach(box -> {
                String chosen = box.getValue();
                box.setItems(columns);
                box.setValue(chosen);
            });
            filling = false;
        }
    }

    private void done() {
        tile().filter(t -> DashboardDocument.problem(t).isEmpty()).ifPresent(t -> {
            close();
            keep.accept(t);
        });
    }

    private void stop() {
        if (watch != null) {
            watch.close();
        }
        preview.removeAll();
        drawn = null;
    }

    @Override protected void onAttach(AttachEvent attach) {
        watch = new TileWatch(attach.getUI(), feeds);
    }

    @Override protected void onDetach(DetachEvent detach) {
        stop();
        watch = null;
    }
}
