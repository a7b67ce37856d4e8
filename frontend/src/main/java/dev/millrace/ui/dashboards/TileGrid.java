package dev.millrace.ui.dashboards;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasComponents;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.component.html.Div;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.server.dashboards.Tile.Place;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tiles on a grid, moved and resized with the pointer and by keyboard while it is being edited. */
@Tag("millrace-tile-grid")
@JsModule("./dashboards/tile-grid.ts")
@NpmPackage(value = "gridstack", version = "14.1.0")
final class TileGrid extends Component implements HasComponents {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Div> items = new LinkedHashMap<>();
    /** The newest move in the browser that was heard of. */
    private int heard;

    private record Sent(String id, int x, int y, int w, int h) {}

    /** @param listener told all places by tile when somebody has moved one; places that are none are left out */
    void onArranged(Consumer<Map<String, Place>> listener) {
        getElement().addEventListener("arranged", e -> listener.accept(places(e.getEventData().get("event.detail").asString()))).addEventData("event.detail");
    }

    private Map<String, Place> places(String json) {
        var places = new LinkedHashMap<String, Place>();
        try {
            JsonNode told = JSON.readTree(json);
            heard = told.path("move").asInt(heard);
            for (JsonNode sent : told.path("places")) {
                var place = new Place(sent.path("x").asInt(-1), sent.path("y").asInt(-1), sent.path("w").asInt(0), Math.min(Place.TALLEST, sent.path("h").asInt(0)));
                if (place.isOnGrid() && items.containsKey(sent.path("id").asString(""))) {
                    places.put(sent.path("id").asString(""), place);
                }
            }
        } catch (JacksonException notOurs) {
            return Map.of();
        }
        return places;
    }

    void setEditing(boolean editing) {
        getElement().setAttribute("editing", editing);
    }

    void put(Tile tile, Component content) {
        var frame = new Div(content);
        frame.addClassName("grid-stack-item-content");
        var item = new Div(frame);
        item.addClassName("grid-stack-item");
        item.getElement().setAttribute("gs-id", tile.id());
        item.getElement().setAttribute("gs-x", Integer.toString(tile.place().x()));
        item.getElement().setAttribute("gs-y", Integer.toString(tile.place().y()));
        item.getElement().setAttribute("gs-w", Integer.toString(tile.place().w()));
        item.getElement().setAttribute("gs-h", Integer.toString(tile.place().h()));
        items.put(tile.id(), item);
        add(item);
    }

    void take(String id) {
        Optional.ofNullable(items.remove(id)).ifPresent(this::remove);
    }

    /** Puts tiles that are here where they shall be. */
    void arrange(Collection<Tile> tiles) {
        getElement().callJsFunction("arrange", JSON.writeValueAsString(tiles.stream()
                .map(t -> new Sent(t.id(), t.place().x(), t.place().y(), t.place().w(), t.place().h())).toList()), heard);
    }
}
