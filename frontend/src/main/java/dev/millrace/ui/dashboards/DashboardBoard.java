package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.html.Div;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.Feeds;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.server.dashboards.Tile.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The tiles of a dashboard with their live values, as long as they are on a page. */
final class DashboardBoard extends Div {
    private final transient Feeds feeds;
    private final TileGrid grid = new TileGrid();
    private final transient TileCard.Deeds deeds;
    private final Map<String, TileCard> cards = new LinkedHashMap<>();
    private transient TileWatch watch;
    private transient Dashboard dashboard = Dashboard.called("-");
    private boolean editing;

    /** @param deeds null where nobody can do anything with tiles */
    DashboardBoard(Feeds feeds, TileCard.Deeds deeds) {
        this.feeds = feeds;
        this.deeds = deeds;
        addClassName("board");
        add(grid);
    }

    void onArranged(Consumer<Map<String, Place>> listener) {
        grid.onArranged(listener);
    }

    void setEditing(boolean now) {
        editing = now;
        grid.setEditing(now);
        cards.values().forEach(c -> c.setEditing(now));
    }

    /** Changes as little as needed: tiles that stay go on as they are. */
    void show(Dashboard now) {
        Map<String, Place> before = dashboard.tiles().stream().collect(Collectors.toMap(Tile::id, Tile::place));
        dashboard = now;
        Set<String> ids = now.tiles().stream().map(Tile::id).collect(Collectors.toSet());
        for (String gone : List.copyOf(cards.keySet())) {
            if (!ids.contains(gone)) {
                cards.remove(gone);
                grid.take(gone);
                if (watch != null) {
                    watch.leave(gone);
                }
            }
        }
        boolean moved = false;
        for (Tile tile : now.tiles()) {
            TileCard card = cards.get(tile.id());
            if (card == null) {
                card = new TileCard(tile, () -> dashboard.title(), deeds);
                card.setEditing(editing);
                cards.put(tile.id(), card);
                grid.put(tile, card);
            } else {
                moved |= !Objects.equals(before.get(tile.id()), tile.place());
                card.show(tile);
            }
            look(card);
        }
        if (moved) {
            grid.arrange(now.tiles());
        }
    }

    private void look(TileCard card) {
        if (watch != null) {
            watch.look(card.tile().id(), card.tile().query(), card::show);
        }
    }

    @Override protected void onAttach(AttachEvent attach) {
        watch = new TileWatch(attach.getUI(), feeds);
        cards.values().forEach(this::look);
    }

    @Override protected void onDetach(DetachEvent detach) {
        watch.close();
        watch = null;
    }
}
