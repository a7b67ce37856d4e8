package dev.millrace.server.dashboards;

import dev.millrace.server.design.PipelineId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A page of tiles on live values. @param description may be empty @param tiles in the order that screen readers and small screens show them */
public record Dashboard(String title, String description, List<Tile> tiles) {
    public static final int LONGEST_TITLE = 120;
    public static final int LONGEST_DESCRIPTION = 2_000;
    /** More cannot be looked at. */
    public static final int MOST_TILES = 40;

    public Dashboard {
        tiles = List.copyOf(tiles);
    }

    /** An empty one. */
    public static Dashboard called(String title) {
        return new Dashboard(title, "", List.of());
    }

    public Optional<Tile> tile(String id) {
        return tiles.stream().filter(t -> t.id().equals(id)).findFirst();
    }

    public Dashboard withTiles(List<Tile> others) {
        return new Dashboard(title, description, others);
    }

    public Dashboard withWords(String otherTitle, String otherDescription) {
        return new Dashboard(otherTitle, otherDescription, tiles);
    }

    /** With this tile in place of the one that has its id, or behind all others. */
    public Dashboard with(Tile tile) {
        if (tile(tile.id()).isEmpty()) {
            var all = new java.util.ArrayList<>(tiles);
            all.add(tile);
            return withTiles(all);
        }
        return withTiles(tiles.stream().map(t -> t.id().equals(tile.id()) ? tile : t).toList());
    }

    public Dashboard without(String id) {
        return withTiles(tiles.stream().filter(t -> !t.id().equals(id)).toList());
    }

    /** The pipelines that its tiles show. */
    public Set<PipelineId> pipelines() {
        return tiles.stream().flatMap(t -> t.source().pipeline().stream()).collect(Collectors.toSet());
    }

    /** With this pipeline wherever a tile names none, as in the dashboard of a template. */
    public Dashboard boundTo(PipelineId pipeline) {
        return withTiles(tiles.stream().map(t -> t.withSource(t.source().boundTo(pipeline))).toList());
    }

    /** The tiles of one pipeline without its name, to be used for others; tiles of other pipelines are left out. */
    public Dashboard unbound(PipelineId pipeline) {
        return withTiles(tiles.stream().filter(t -> t.source().pipeline().map(pipeline::equals).orElse(true)).map(t -> t.withSource(t.source().unbound())).toList());
    }

    /** A free id for a tile of this title. */
    public String freeId(String wish) {
        String stem = wish.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        stem = stem.isEmpty() ? "tile" : stem.substring(0, Math.min(stem.length(), Tile.LONGEST_ID - 4)).replaceAll("-$", "");
        Set<String> taken = tiles.stream().map(Tile::id).collect(Collectors.toCollection(TreeSet::new));
        String id = stem;
        for (int n = 2; taken.contains(id); n++) {
            id = stem + "-" + n;
        }
        return id;
    }

    /** The first row of the grid below all tiles. */
    public int bottom() {
        return tiles.stream().mapToInt(t -> t.place().y() + t.place().h()).max().orElse(0);
    }
}
