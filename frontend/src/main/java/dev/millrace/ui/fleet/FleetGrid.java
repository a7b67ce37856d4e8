package dev.millrace.ui.fleet;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.provider.ListDataProvider;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.ValueProvider;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.ui.fleet.Ship.Shown;
import dev.millrace.ui.shell.Places;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Deployments as rows, which can be chosen. What stands in a row is text to the browser, whoever wrote it. */
final class FleetGrid extends Grid<FleetGrid.Row> {
    /** So many rows are shown at once; of more, those in view, and the others as somebody scrolls. */
    private static final int SHOWN_AT_ONCE = 30;
    private static final int PAGE = 20;
    private static final String SPARK = "<div class=\"fleet-number\"><svg class=\"spark spark-%s\" viewBox=\"0 0 60 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + "<path d=\"${item.line}\"></path></svg><span>${item.number}</span></div>";

    /** The row of a deployment, which stays the same one whatever that does: what is chosen stays chosen, and focus where it is. */
    static final class Row {
        private Ship ship;

        private Row(Ship ship) {
            this.ship = ship;
        }

        Ship ship() {
            return ship;
        }
    }

    private final transient Map<DeploymentId, Row> known = new HashMap<>();
    private final transient List<Row> shown = new ArrayList<>();
    private final transient ListDataProvider<Row> rows = new ListDataProvider<>(shown);

    FleetGrid(String name) {
        setItems(rows);
        setSelectionMode(SelectionMode.MULTI);
        addColumn(LitRenderer.<Row>of("<span class=\"badge health-${item.health}\"><span aria-hidden=\"true\">${item.sign}</span><span>${item.word}</span></span>")
                .withProperty("health", r -> r.ship.health().name().toLowerCase(Locale.ROOT)).withProperty("sign", r -> r.ship.health().sign()).withProperty("word", r -> r.ship.shown().word()))
                .setHeader("Health").setWidth("112px").setFlexGrow(0);
        addColumn(LitRenderer.<Row>of("<div class=\"fleet-name\"><a href=\"${item.place}\">${item.name}</a><span class=\"field-help\">${item.what}</span>"
                + "<span class=\"fleet-tags\">${item.tags.map(tag => html`<span class=\"fleet-tag\">${tag}</span>`)}</span>"
                + "<span class=\"fleet-matter ${item.tone}\" title=\"${item.matter}\">${item.matter}</span></div>")
                .withProperty("place", r -> Places.of(r.ship.id())).withProperty("name", r -> r.ship.deployment().pipelineName()).withProperty("what", r -> r.ship.shown().what())
                .withProperty("tags", r -> r.ship.tags().list()).withProperty("matter", r -> r.ship.matter()).withProperty("tone", r -> r.ship.health().compareTo(Health.BEHIND) < 0 ? "error-text" : "field-help"))
                .setHeader("Pipeline").setFlexGrow(1).setWidth("180px");
        spark("In per second", "in", Shown::inLine, Shown::in);
        spark("Lag", "lag", Shown::lagLine, Shown::lag);
        number("State", "84px", Shown::state);
        number("Restarts", "80px", Shown::restarts);
        number("Checkpoint", "106px", Shown::checkpoint);
        number("Up for", "88px", Shown::up);
        addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        setAllRowsVisible(true);
        setPageSize(PAGE);
        getElement().setAttribute("aria-label", name);
    }

    private void spark(String header, String kind, ValueProvider<Shown, String> line, ValueProvider<Shown, String> value) {
        addColumn(LitRenderer.<Row>of(SPARK.formatted(kind)).withProperty("line", r -> line.apply(r.ship.shown())).withProperty("number", r -> value.apply(r.ship.shown())))
                .setHeader(header).setWidth("128px").setFlexGrow(0);
    }

    private void number(String header, String width, ValueProvider<Shown, String> value) {
        addColumn(r -> value.apply(r.ship.shown())).setHeader(header).setWidth(width).setFlexGrow(0).setTextAlign(ColumnTextAlign.END);
    }

    /** Sends what looks other than before: rows that changed, or all where there are others or in another order. */
    void show(List<Ship> ships) {
        if (shown.stream().map(row -> row.ship.id()).toList().equals(ships.stream().map(Ship::id).toList())) {
            for (int i = 0; i < ships.size(); i++) {
                Row row = shown.get(i);
                boolean same = row.ship.looksLike(ships.get(i));
                row.ship = ships.get(i);
                if (!same) {
                    rows.refreshItem(row);
                }
            }
            return;
        }
        shown.clear();
        for (Ship ship : ships) {
            Row row = known.computeIfAbsent(ship.id(), id -> new Row(ship));
            row.ship = ship;
            shown.add(row);
        }
        // What is filtered away must not be acted upon unseen.
        getSelectedItems().stream().filter(row -> !shown.contains(row)).toList().forEach(this::deselect);
        known.values().retainAll(shown);
        if (isAllRowsVisible() != ships.size() <= SHOWN_AT_ONCE) {
            setAllRowsVisible(ships.size() <= SHOWN_AT_ONCE);
            setClassName("fleet-long", ships.size() > SHOWN_AT_ONCE);
        }
        rows.refreshAll();
    }

    List<Ship> chosen() {
        return getSelectedItems().stream().map(Row::ship).toList();
    }
}
