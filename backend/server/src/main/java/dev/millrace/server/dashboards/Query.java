package dev.millrace.server.dashboards;

/** What a tile asks for; its title and place do not matter. */
public record Query(Tile.Type type, Source source, Options options) {}
