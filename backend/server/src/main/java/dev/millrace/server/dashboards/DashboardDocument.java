package dev.millrace.server.dashboards;

import dev.millrace.document.DocumentRefused;
import dev.millrace.document.PlainDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Dashboards as documents, YAML in files and JSON over REST, by one reader and one writer.
 *
 * <pre>
 *   millrace-dashboard: 1
 *   title: Top products
 *   tiles:
 *     - id: sold
 *       type: top-n
 *       title: Sold most
 *       at: {x: 0, y: 0, w: 6, h: 4}
 *       source: {rows-of: ranking}
 *       options: {aggregate: last, value: sold, key: product, top: 3, window: 2 h}
 * </pre>
 */
public final class DashboardDocument {
    public static final String MARK = "millrace-dashboard";
    /** In characters. */
    public static final int LONGEST = 200_000;
    private static final int VERSION = 1;

    private DashboardDocument() {}

    /** YAML or JSON. @throws DocumentRefused with the place and the way out */
    public static Dashboard read(String text) {
        PlainDocument plain = PlainDocument.read(text, LONGEST);
        return read(plain.root(), plain::place);
    }

    private static Dashboard read(Object root, Function<String, String> places) {
        if (root == null) {
            throw new DocumentRefused("There is nothing in it. A dashboard begins with '" + MARK + ": " + VERSION + "'");
        }
        var top = new Fields("", root, places);
        if (!top.has(MARK)) {
            throw top.refused(MARK, "it is missing: a dashboard begins with '" + MARK + ": " + VERSION + "'");
        }
        top.whole(MARK, VERSION, VERSION, Optional.empty());
        String title = top.requiredText("title", Dashboard.LONGEST_TITLE);
        String description = top.text("description", Dashboard.LONGEST_DESCRIPTION).map(String::strip).orElse("");
        var tiles = new ArrayList<Tile>();
        var ids = new HashSet<String>();
        List<?> listed = top.list("tiles", Dashboard.MOST_TILES);
        for (int i = 0; i < listed.size(); i++) {
            Fields fields = top.entry("tiles", i, listed.get(i));
            Tile tile = TileDocument.read(fields);
            if (!ids.add(tile.id())) {
                throw fields.refused("id", "another tile is called '" + tile.id() + "' already");
            }
            tiles.add(tile);
        }
        top.end();
        return new Dashboard(title, description, tiles);
    }

    /** What is wrong with a tile: the last part of the place, such as "value", and why. */
    public record Problem(String field, String why) {}

    /** Empty where the tile is as it should be. */
    public static Optional<Problem> problem(Tile tile) {
        try {
            read(values(Dashboard.called("-").with(tile)), path -> "");
            return Optional.empty();
        } catch (DocumentRefused refused) {
            String[] parts = refused.getMessage().split(": ", 2);
            return Optional.of(parts.length < 2 ? new Problem("", refused.getMessage()) : new Problem(parts[0].substring(parts[0].lastIndexOf('.') + 1), parts[1]));
        }
    }

    public static Map<String, Object> values(Dashboard dashboard) {
        var values = new LinkedHashMap<String, Object>();
        values.put(MARK, (long) VERSION);
        values.put("title", dashboard.title());
        if (!dashboard.description().isEmpty()) {
            values.put("description", dashboard.description());
        }
        values.put("tiles", dashboard.tiles().stream().map(TileDocument::values).toList());
        return values;
    }

    /** As {@link #read} reads it. */
    public static String write(Dashboard dashboard) {
        return PlainDocument.write(values(dashboard));
    }
}
