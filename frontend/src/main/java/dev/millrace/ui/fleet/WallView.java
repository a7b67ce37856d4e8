package dev.millrace.ui.fleet;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.trouble.Troubles;
import dev.millrace.ui.push.Newest;
import dev.millrace.ui.shell.DatabaseNotice;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Deployments for a screen on the wall: large, without controls, dark unless the address says {@code ?theme=light}. */
@Route(value = Places.WALL, autoLayout = false)
@PageTitle("Deployments on the wall · Millrace")
@PermitAll
@StyleSheet("context://fleet.css")
public class WallView extends Main implements BeforeEnterObserver {
    private final transient FleetFeed feed;
    private final Div counts = new Div();
    private final Div tiles = new Div();
    private final Paragraph nothing = new Paragraph("Nothing is deployed.");
    private final transient Map<DeploymentId, WallTile> known = new HashMap<>();
    private transient List<DeploymentId> order = List.of();
    private transient Subscription subscription = () -> { };
    private String counted = "";
    private boolean light;

    WallView(FleetFeed feed, Troubles troubles) {
        this.feed = feed;
        addClassName("wall");
        counts.addClassName("wall-counts");
        tiles.addClassName("wall-tiles");
        var head = new Div(new H1("Deployments"), counts);
        head.addClassName("wall-head");
        add(head, new DatabaseNotice(troubles), tiles, nothing);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        light = event.getLocation().getQueryParameters().getSingleParameter("theme").filter("light"::equals).isPresent();
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        attach.getUI().getPage().setColorScheme(light ? ColorScheme.Value.LIGHT : ColorScheme.Value.DARK);
        subscription = feed.listen(Newest.on(attach.getUI(), this::show));
        show(feed.now());
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscription.close();
    }

    private void show(Fleet all) {
        var fleet = new Fleet(all.ships().stream().filter(Ship::isCurrent).toList());
        String words = Arrays.toString(Arrays.stream(Health.values()).mapToLong(fleet::count).toArray());
        if (!words.equals(counted)) {
            counted = words;
            count(fleet);
        }
        List<DeploymentId> now = fleet.ships().stream().map(Ship::id).toList();
        fleet.ships().forEach(ship -> known.computeIfAbsent(ship.id(), id -> new WallTile()).show(ship));
        if (!now.equals(order)) {
            order = now;
            known.keySet().retainAll(Set.copyOf(now));
            tiles.removeAll();
            now.forEach(id -> tiles.add(known.get(id)));
        }
        nothing.setVisible(now.isEmpty());
    }

    private void count(Fleet fleet) {
        counts.removeAll();
        for (Health health : Health.values()) {
            long count = fleet.count(health);
            if (count > 0) {
                var words = new Span(health.sign() + " " + count + " " + health.word().toLowerCase(Locale.ROOT));
                words.addClassName("health-" + health.name().toLowerCase(Locale.ROOT));
                counts.add(words);
            }
        }
    }
}
