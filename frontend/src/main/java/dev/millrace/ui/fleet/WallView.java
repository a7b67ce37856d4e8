package dev.millrace.ui.fleet;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.Svg;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.trouble.Troubles;
import dev.millrace.ui.fleet.Fleet.Ship;
import dev.millrace.ui.shell.DatabaseNotice;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import jakarta.annotation.security.PermitAll;
import java.util.Locale;

/** Deployments for a screen on the wall: large, without controls, dark unless the address says {@code ?theme=light}. */
@Route(value = Places.WALL, autoLayout = false)
@PageTitle("Deployments on the wall · Millrace")
@PermitAll
@StyleSheet("context://fleet.css")
public class WallView extends Main implements BeforeEnterObserver {
    private final transient DeploymentService deployments;
    private final transient Metrics metrics;
    private final transient Troubles troubles;
    private final Div counts = new Div();
    private final Div tiles = new Div();
    private transient FleetWatch watch;
    private boolean light;

    public WallView(DeploymentService deployments, Metrics metrics, Troubles troubles) {
        this.deployments = deployments;
        this.metrics = metrics;
        this.troubles = troubles;
        addClassName("wall");
        counts.addClassName("wall-counts");
        tiles.addClassName("wall-tiles");
        var head = new Div(new H1("Deployments"), counts);
        head.addClassName("wall-head");
        add(head, new DatabaseNotice(troubles), tiles);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        light = event.getLocation().getQueryParameters().getSingleParameter("theme").filter("light"::equals).isPresent();
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        attach.getUI().getPage().setColorScheme(light ? ColorScheme.Value.LIGHT : ColorScheme.Value.DARK);
        watch = new FleetWatch(attach.getUI(), deployments, metrics, troubles, this::refresh);
        refresh();
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        watch.close();
    }

    private void refresh() {
        Fleet fleet = Fleet.seen(deployments, metrics, troubles, false);
        counts.removeAll();
        for (Health health : Health.values()) {
            long count = fleet.count(health);
            if (count > 0) {
                var words = new Span(health.sign() + " " + count + " " + health.word().toLowerCase(Locale.ROOT));
                words.addClassName("health-" + health.name().toLowerCase(Locale.ROOT));
                counts.add(words);
            }
        }
        tiles.removeAll();
        fleet.ships().forEach(ship -> tiles.add(tile(ship)));
        if (fleet.ships().isEmpty()) {
            tiles.add(new Paragraph("Nothing is deployed."));
        }
    }

    private static Div tile(Ship ship) {
        String health = "health-" + ship.health().name().toLowerCase(Locale.ROOT);
        var state = new Span(ship.health().sign() + " " + ship.health().word());
        state.addClassNames("wall-state", health);
        var tile = new Div(new H2(ship.deployment().pipelineName()), state,
                number("in per second", ship.metrics().map(m -> Words.count(m.rowsIn().perSecond())).orElse("–"), Sparkline.path(ship.trend().rowsIn()), "in"),
                number("lag", ship.metrics().filter(m -> m.lag().isPresent()).map(m -> Words.count(m.lag().getAsLong())).orElse("–"), Sparkline.path(ship.trend().lag()), "lag"));
        if (!ship.matter().isBlank()) {
            var matter = new Paragraph(ship.matter());
            matter.addClassName(ship.health().compareTo(Health.BEHIND) < 0 ? "error-text" : "field-help");
            tile.add(matter);
        }
        tile.addClassNames("wall-tile", health + "-tile");
        return tile;
    }

    private static Component number(String name, String value, String line, String kind) {
        var figure = new Span(value);
        figure.addClassName("wall-number");
        var spark = new Svg("<svg class=\"spark spark-" + kind + "\" viewBox=\"0 0 60 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"" + line + "\"></path></svg>");
        var box = new Div(figure, new Span(name), spark);
        box.addClassName("wall-figure");
        return box;
    }
}
