package dev.millrace.server.templates;

import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.Options;
import dev.millrace.server.dashboards.Source;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.template.OwnRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dashboard of a template over rows of one's own. Tiles on the rows of a source are read from its topic, where columns have one's own
 * names and not those that the Map behind the source gives them; so such tiles follow.
 *
 * <pre>
 *   largest amount by card          becomes          largest Price by card_no
 * </pre>
 */
final class OwnTiles {
    private OwnTiles() {}

    /** A tile that shows a column which one's rows do not have is left out: it would stay empty for ever. */
    static Dashboard of(Dashboard dashboard, List<OwnRows> rows) {
        var tiles = new ArrayList<Tile>();
        for (Tile tile : dashboard.tiles()) {
            Optional<OwnRows> own = tile.source() instanceof Source.Rows(var pipeline, var node) ? rows.stream().filter(r -> r.source().equals(node)).findFirst() : Optional.empty();
            if (own.isEmpty()) {
                tiles.add(tile);
            } else {
                follow(tile, own.get()).ifPresent(tiles::add);
            }
        }
        return dashboard.withTiles(tiles);
    }

    private static Optional<Tile> follow(Tile tile, OwnRows rows) {
        Options o = tile.options();
        Optional<String> value = o.value().flatMap(column -> mine(column, rows));
        Optional<String> key = o.key().flatMap(column -> mine(column, rows));
        boolean lacks = value.isPresent() != o.value().isPresent() || key.isPresent() != o.key().isPresent();
        return lacks ? Optional.empty() : Optional.of(new Tile(tile.id(), tile.type(), tile.title(), tile.place(), tile.source(),
                new Options(o.aggregate(), value, key, o.table(), o.top(), o.window(), o.bucket(), o.unit(), o.min(), o.max())));
    }

    /** Of a value within a column, such as place.city, the column is what has another name. */
    private static Optional<String> mine(String column, OwnRows rows) {
        if (column.equals(Options.RECORD_KEY)) {
            return Optional.of(column);
        }
        return rows.columns().stream().filter(t -> column.equals(t.column()) || column.startsWith(t.column() + ".")).findFirst()
                .flatMap(t -> t.mine().map(mine -> mine + column.substring(t.column().length())));
    }
}
