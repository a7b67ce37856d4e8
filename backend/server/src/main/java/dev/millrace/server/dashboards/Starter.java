package dev.millrace.server.dashboards;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.NamedTopics;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.dashboards.Tile.Place;
import dev.millrace.server.dashboards.Tile.Type;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.metrics.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dashboard to begin with: what everybody wants to know of a pipeline, and the rows of its sinks. */
public final class Starter {
    private static final int MOST_SINKS = 3;
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private Starter() {}

    /** @param pipeline empty: the tiles name none, as in a template */
    public static Dashboard of(String title, Pipeline drawing, Optional<PipelineId> pipeline, Compiler compiler) {
        var tiles = new ArrayList<Tile>();
        tiles.add(metric("rows-in", Type.NUMBER, "Rows in", new Place(0, 0, 3, 2), pipeline, Series.ROWS_IN));
        tiles.add(metric("lag", Type.NUMBER, "Lag", new Place(3, 0, 3, 2), pipeline, Series.LAG));
        tiles.add(metric("throughput", Type.LINE, "Throughput", new Place(6, 0, 6, 4), pipeline, Series.ROWS_IN));
        tiles.add(new Tile("busy", Type.TOP_N, "Busiest nodes", new Place(0, 2, 6, 4), new Source.Metric(pipeline, Optional.empty(), Series.BUSY),
                options(Aggregate.LAST, Optional.of(Options.NODE), 5)));
        NamedTopics topics = compiler.topics(drawing);
        List<Node> sinks = drawing.nodes().values().stream().filter(n -> n.kind().startsWith("sink.") && topics.of(n.id()).isPresent()).limit(MOST_SINKS).toList();
        for (int i = 0; i < sinks.size(); i++) {
            Node sink = sinks.get(i);
            String name = sink.label().isEmpty() ? sink.id().inWords() : sink.label();
            String shown = "Rows to " + name;
            tiles.add(new Tile(Dashboard.called("-").withTiles(tiles).freeId(shown), Type.LINE, shown.substring(0, Math.min(shown.length(), Tile.LONGEST_TITLE)), new Place(6, 4 + 4 * i, 6, 4),
                    new Source.Rows(pipeline, sink.id()), options(Aggregate.COUNT, Optional.empty(), 10)));
        }
        return new Dashboard(title, "", tiles);
    }

    private static Tile metric(String id, Type type, String title, Place place, Optional<PipelineId> pipeline, Series series) {
        return new Tile(id, type, title, place, new Source.Metric(pipeline, Optional.empty(), series), options(Aggregate.LAST, Optional.empty(), 10));
    }

    private static Options options(Aggregate aggregate, Optional<String> key, int top) {
        return new Options(aggregate, Optional.empty(), key, false, top, WINDOW, Optional.empty(), "", 0, Optional.empty());
    }
}
