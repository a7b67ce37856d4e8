package dev.millrace.server.dashboards;

import dev.millrace.kind.ClusterName;
import dev.millrace.kind.TopicName;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Durations;
import dev.millrace.server.dashboards.Tile.Place;
import dev.millrace.server.dashboards.Tile.Type;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.metrics.Series;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One tile in a document. */
final class TileDocument {
    private static final int LONGEST_ID = 40;
    private static final int LONGEST_NODE = 200;
    private static final int LONGEST_TOPIC = 249;
    private static final int LONGEST_DURATION = 40;

    private TileDocument() {}

    static Tile read(Fields f) {
        String id = f.requiredText("id", Tile.LONGEST_ID);
        if (!Tile.isId(id)) {
            throw f.refused("id", "'" + id + "' is no id: lower-case letters, digits and single hyphens");
        }
        Type type = f.word("type", Type::of, Arrays.stream(Type.values()).map(Type::word).toList()).orElseThrow(() -> f.refused("type", "it is missing"));
        String title = f.requiredText("title", Tile.LONGEST_TITLE);
        Place place = place(f);
        Source source = source(f.inner("source"));
        Options options = f.has("options") ? options(f.inner("options"), type, source) : checked(Options.PRESET.with(preset(source)), type, source, f);
        f.end();
        return new Tile(id, type, title, place, source, options);
    }

    private static Place place(Fields f) {
        Fields at = f.inner("at");
        var place = new Place(at.whole("x", 0, Place.COLUMNS - 1, Optional.empty()), at.whole("y", 0, Place.MOST_ROWS - 1, Optional.empty()),
                at.whole("w", 1, Place.COLUMNS, Optional.empty()), at.whole("h", 1, Place.TALLEST, Optional.empty()));
        if (!place.isOnGrid()) {
            throw at.refused("w", "x and w together reach beyond column " + Place.COLUMNS);
        }
        at.end();
        return place;
    }

    private static Source source(Fields f) {
        List<String> forms = List.of("metric", "rows-of", "topic");
        if (forms.stream().filter(f::has).count() != 1) {
            throw f.refused("metric", "a source has exactly one of metric, rows-of and topic");
        }
        Optional<PipelineId> pipeline = f.text("pipeline", LONGEST_ID).map(text -> PipelineId.parse(text)
                .orElseThrow(() -> f.refused("pipeline", "'" + Fields.shortened(text) + "' is no id of a pipeline; leave it out for the one that this dashboard is made for")));
        Source source;
        if (f.has("topic")) {
            String topic = f.requiredText("topic", LONGEST_TOPIC);
            String cluster = f.text("cluster", LONGEST_NODE).orElse(Topic.DEFAULT_CLUSTER);
            if (!ClusterName.isName(cluster)) {
                throw f.refused("cluster", "'" + Fields.shortened(cluster) + "' is no name of a Kafka cluster");
            }
            try {
                source = new Source.OfTopic(new Topic(cluster, new TopicName(topic).value()));
            } catch (IllegalArgumentException wrong) {
                throw f.refused("topic", wrong.getMessage());
            }
            if (pipeline.isPresent()) {
                throw f.refused("pipeline", "a topic belongs to no pipeline; leave it out");
            }
        } else if (f.has("rows-of")) {
            String node = f.requiredText("rows-of", LONGEST_NODE);
            source = new Source.Rows(pipeline, node(f, "rows-of", node));
        } else {
            Series series = f.word("metric", TileDocument::series, Arrays.stream(Series.values()).map(TileDocument::word).toList()).orElseThrow();
            Optional<NodeId> node = f.text("node", LONGEST_NODE).map(n -> node(f, "node", n));
            source = new Source.Metric(pipeline, node, series);
            if (node.isPresent() && !series.isOfNodes()) {
                throw f.refused("node", "nodes have no '" + word(series) + "' of their own; leave the node out");
            }
        }
        f.end();
        return source;
    }

    private static NodeId node(Fields f, String field, String text) {
        return NodeId.parse(text).orElseThrow(() -> f.refused(field, "'" + Fields.shortened(text) + "' is no id of a node"));
    }

    static String word(Series series) {
        return series.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Series> series(String word) {
        return Arrays.stream(Series.values()).filter(s -> word(s).equals(word)).findFirst();
    }

    private static Aggregate preset(Source source) {
        return source instanceof Source.Metric ? Aggregate.LAST : Aggregate.COUNT;
    }

    private static Options options(Fields f, Type type, Source source) {
        Options preset = Options.PRESET;
        Aggregate aggregate = f.word("aggregate", Aggregate::of, Arrays.stream(Aggregate.values()).map(Aggregate::word).toList()).orElse(preset(source));
        var options = new Options(aggregate, column(f, "value"), column(f, "key"), f.flag("table"), f.whole("top", 1, Options.MOST_KEYS, Optional.of(preset.top())),
                duration(f, "window").orElse(preset.window()), duration(f, "bucket"), f.text("unit", Options.LONGEST_UNIT).map(String::strip).orElse(""),
                f.number("min").orElse(preset.min()), f.number("max"));
        checked(options, type, source, f);
        f.end();
        return options;
    }

    private static Optional<String> column(Fields f, String field) {
        return f.text(field, Options.LONGEST_COLUMN).map(String::strip).filter(c -> !c.isEmpty());
    }

    private static Optional<Duration> duration(Fields f, String field) {
        return f.text(field, LONGEST_DURATION).map(text -> {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException wrong) {
                throw f.refused(field, wrong.getMessage());
            }
        });
    }

    /** What fits together. */
    private static Options checked(Options o, Type type, Source source, Fields f) {
        boolean isMetric = source instanceof Source.Metric;
        Duration longest = isMetric ? Options.LONGEST_WINDOW : Options.LONGEST_WINDOW_OF_ROWS;
        if (o.window().compareTo(Options.SHORTEST_WINDOW) < 0 || o.window().compareTo(longest) > 0) {
            throw f.refused("window", "it is from " + Durations.write(Options.SHORTEST_WINDOW) + " to " + Durations.write(longest) + ", not " + Durations.write(o.window()));
        }
        if (o.bucket().isPresent() && (o.bucket().get().toMillis() < 1_000 || o.bucket().get().compareTo(o.window()) > 0)) {
            throw f.refused("bucket", "it is at least 1 s and at most the window");
        }
        if (o.max().isPresent() && o.max().get() <= o.min()) {
            throw f.refused("max", "it is more than min");
        }
        if (isMetric) {
            Source.Metric metric = (Source.Metric) source;
            if (o.value().isPresent() || o.table()) {
                throw f.refused(o.value().isPresent() ? "value" : "table", "a metric has no columns; leave it out");
            }
            if (o.aggregate() == Aggregate.COUNT || o.aggregate() == Aggregate.SUM) {
                throw f.refused("aggregate", "of a metric there is last, mean, min or max");
            }
            if (o.key().isPresent() && (!o.key().get().equals(Options.NODE) || metric.node().isPresent() || !metric.series().isOfNodes())) {
                throw f.refused("key", "a metric can have the key 'node', one value for each node, where nodes have it and the source names none");
            }
        } else if (o.aggregate() != Aggregate.COUNT && o.value().isEmpty()) {
            throw f.refused("value", "a column is needed of which '" + o.aggregate().word() + "' is taken");
        }
        if (type.isSingle() && o.key().isPresent()) {
            throw f.refused("key", "a " + type.word() + " shows one value; leave the key out, or use a top-n table");
        }
        if ((type == Type.TOP_N || type == Type.HEAT_MAP) && o.key().isEmpty()) {
            throw f.refused("key", "a " + type.word() + " needs a key: " + (isMetric ? "'node', for one value for each node" : "the column whose values are compared"));
        }
        return o;
    }

    static Map<String, Object> values(Tile tile) {
        var values = new LinkedHashMap<String, Object>();
        values.put("id", tile.id());
        values.put("type", tile.type().word());
        values.put("title", tile.title());
        var at = new LinkedHashMap<String, Object>();
        at.put("x", (long) tile.place().x());
        at.put("y", (long) tile.place().y());
        at.put("w", (long) tile.place().w());
        at.put("h", (long) tile.place().h());
        values.put("at", at);
        values.put("source", values(tile.source()));
        values.put("options", values(tile.options()));
        return values;
    }

    private static Map<String, Object> values(Source source) {
        var values = new LinkedHashMap<String, Object>();
        switch (source) {
            case Source.Metric(var pipeline, var node, var series) -> {
                values.put("metric", word(series));
                pipeline.ifPresent(p -> values.put("pipeline", p.toString()));
                node.ifPresent(n -> values.put("node", n.value()));
            }
            case Source.Rows(var pipeline, var node) -> {
                values.put("rows-of", node.value());
                pipeline.ifPresent(p -> values.put("pipeline", p.toString()));
            }
            case Source.OfTopic(var topic) -> {
                values.put("topic", topic.name());
                if (!topic.cluster().equals(Topic.DEFAULT_CLUSTER)) {
                    values.put("cluster", topic.cluster());
                }
            }
        }
        return values;
    }

    private static Map<String, Object> values(Options o) {
        var values = new LinkedHashMap<String, Object>();
        values.put("aggregate", o.aggregate().word());
        o.value().ifPresent(v -> values.put("value", v));
        o.key().ifPresent(k -> values.put("key", k));
        if (o.table()) {
            values.put("table", true);
        }
        values.put("top", (long) o.top());
        values.put("window", Durations.write(o.window()));
        o.bucket().ifPresent(b -> values.put("bucket", Durations.write(b)));
        if (!o.unit().isEmpty()) {
            values.put("unit", o.unit());
        }
        if (o.min() != 0) {
            values.put("min", BigDecimal.valueOf(o.min()));
        }
        o.max().ifPresent(m -> values.put("max", BigDecimal.valueOf(m)));
        return values;
    }
}
