package dev.millrace.ui.dashboards;

import dev.millrace.server.dashboards.Figures;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.server.metrics.Series;
import dev.millrace.ui.chart.Csv;
import java.util.Arrays;
import java.util.Locale;

/** What a tile shows, as comma-separated values. */
final class TileCsv {
    private TileCsv() {}

    static String of(Tile tile, Figures figures) {
        String unit = figures.unit().map(TileCsv::word).orElse(tile.options().unit());
        String in = unit.isEmpty() ? "" : " (" + unit + ")";
        if (figures.times().isEmpty()) {
            return Csv.table(tile.options().key().orElse("tile"), tile.title() + in, figures.lines().stream().map(l -> l.name().isEmpty() ? tile.title() : l.name()).toList(),
                    Arrays.asList(figures.lines().stream().map(l -> l.values().isEmpty() ? null : l.values().getLast()).toArray(Double[]::new)));
        }
        return Csv.of(figures.times(), figures.lines().stream().map(l -> (l.name().isEmpty() ? tile.title() : l.name()) + in).toList(),
                figures.lines().stream().map(Figures.Line::values).toList());
    }

    private static String word(Series.Unit unit) {
        return switch (unit) {
            case ROWS_PER_SECOND -> "rows/s";
            case SHARE -> "share of 1";
            case MILLISECONDS -> "ms";
            case SECONDS -> "s";
            case ROWS, TIMES, BYTES -> unit.name().toLowerCase(Locale.ROOT);
        };
    }
}
