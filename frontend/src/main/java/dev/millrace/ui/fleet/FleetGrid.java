package dev.millrace.ui.fleet;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.provider.ListDataProvider;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.ValueProvider;
import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.ui.deployments.StateBadge;
import dev.millrace.ui.fleet.Fleet.Ship;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Deployments as rows, which can be chosen. What stands in a row is text to the browser, whoever wrote it. */
final class FleetGrid extends Grid<FleetGrid.Row> {
    private static final String UNKNOWN = "–";
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
                .withProperty("health", r -> r.ship.health().name().toLowerCase(Locale.ROOT)).withProperty("sign", r -> r.ship.health().sign()).withProperty("word", r -> word(r.ship)))
                .setHeader("Health").setWidth("112px").setFlexGrow(0);
        addColumn(LitRenderer.<Row>of("<div class=\"fleet-name\"><a href=\"${item.place}\">${item.name}</a><span class=\"field-help\">${item.what}</span>"
                + "<span class=\"fleet-matter ${item.tone}\" title=\"${item.matter}\">${item.matter}</span></div>")
                .withProperty("place", r -> Places.of(r.ship.id())).withProperty("name", r -> r.ship.deployment().pipelineName()).withProperty("what", r -> what(r.ship))
                .withProperty("matter", r -> r.ship.matter()).withProperty("tone", r -> r.ship.health().compareTo(Health.BEHIND) < 0 ? "error-text" : "field-help"))
                .setHeader("Pipeline").setFlexGrow(1).setWidth("180px");
        spark("In per second", "in", s -> Sparkline.path(s.trend().rowsIn()), m -> Words.count(m.rowsIn().perSecond()));
        spark("Lag", "lag", s -> Sparkline.path(s.trend().lag()), m -> m.lag().isPresent() ? Words.count(m.lag().getAsLong()) : UNKNOWN);
        number("State", "84px", s -> live(s, m -> m.lastCheckpoint().map(c -> Words.bytes(c.bytes())).orElse(UNKNOWN)));
        number("Restarts", "80px", s -> Integer.toString(s.deployment().restarts()));
        number("Checkpoint", "106px", s -> live(s, m -> m.lastCheckpoint().map(c -> Words.ago(c.completedAt())).orElse("none yet")));
        number("Up for", "88px", FleetGrid::uptime);
        addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        setAllRowsVisible(true);
        getElement().setAttribute("aria-label", name);
    }

    private void spark(String header, String kind, ValueProvider<Ship, String> line, Function<LiveMetrics, String> value) {
        addColumn(LitRenderer.<Row>of(SPARK.formatted(kind)).withProperty("line", r -> line.apply(r.ship)).withProperty("number", r -> live(r.ship, value))).setHeader(header).setWidth("128px").setFlexGrow(0);
    }

    private void number(String header, String width, ValueProvider<Ship, String> value) {
        addColumn(r -> value.apply(r.ship)).setHeader(header).setWidth(width).setFlexGrow(0).setTextAlign(ColumnTextAlign.END);
    }

    private static String live(Ship ship, Function<LiveMetrics, String> value) {
        return ship.health() == Health.OVER ? UNKNOWN : ship.metrics().map(value).orElse(UNKNOWN);
    }

    /** Of those that are over or on their way the state itself says more. */
    private static String word(Ship ship) {
        return switch (ship.health()) {
            case CHANGING -> StateBadge.word(ship.deployment().state());
            case OVER -> ship.deployment().state() == Deployment.State.FAILED ? "Failed before" : StateBadge.word(ship.deployment().state());
            case FAILED, RESTARTING, TROUBLED, BEHIND, RUNNING -> ship.health().word();
        };
    }

    private static String what(Ship ship) {
        Deployment d = ship.deployment();
        return "r" + d.revision() + Topic.on(d.cluster()) + " · by " + d.deployedBy();
    }

    private static String uptime(Ship ship) {
        Optional<Instant> since = ship.deployment().runningSince();
        return since.map(s -> Words.duration(Duration.between(s, ship.deployment().endedAt().orElseGet(Instant::now)))).orElse(UNKNOWN);
    }

    void show(List<Ship> ships) {
        if (shown.stream().map(Row::ship).toList().equals(ships)) {
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
        rows.refreshAll();
    }

    List<Ship> chosen() {
        return getSelectedItems().stream().map(Row::ship).toList();
    }
}
