package dev.millrace.server.dashboards;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.UnknownPipeline;
import dev.millrace.server.topics.TopicPipelines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the records of a topic are read, where a node of a pipeline says so and it is not JSON: CSV needs the names of its fields, Avro its
 * schema, and text is one column. JSON says itself what is in it.
 */
final class DeclaredRows {
    private DeclaredRows() {}

    /** As this node of the drawing reads or writes its topic; empty for JSON, and where the node has errors. */
    static Optional<Rel.KafkaScan> of(Compilation compiled, NodeId node, Compiler compiler) {
        List<NodeId> running = compiled.running(node);
        if (compiled.plan().map(plan -> scan(plan, running).isEmpty()).orElse(false)) {
            return Optional.empty();
        }
        // What runs reads only columns that are used; whoever looks may want the others.
        return compiler.soundPart(compiled).flatMap(plan -> scan(plan, running));
    }

    /** As a pipeline that writes or reads it says; where several do, the first that writes it. */
    static Optional<Rel.KafkaScan> of(Topic topic, TopicPipelines pipelines, DesignService designs, Compiler compiler) {
        List<TopicPipelines.Use> uses = pipelines.of(topic);
        return Stream.concat(uses.stream().filter(u -> !u.writes().isEmpty()), uses.stream().filter(u -> u.writes().isEmpty())).findFirst()
                .flatMap(use -> open(use, designs).flatMap(design -> Stream.concat(use.writes().stream(), use.reads().stream()).map(NodeId::new)
                        .filter(node -> design.pipeline().nodes().containsKey(node)).findFirst().flatMap(node -> of(design.compilation(), node, compiler))))
                .map(scan -> plain(topic.cluster(), List.of(topic.name()), scan.schema().columns(), scan.format()));
    }

    private static Optional<Design> open(TopicPipelines.Use use, DesignService designs) {
        try {
            return Optional.of(designs.open(use.pipeline()));
        } catch (UnknownPipeline deletedMeanwhile) {
            return Optional.empty();
        }
    }

    private static Optional<Rel.KafkaScan> scan(LogicalPlan plan, List<NodeId> nodes) {
        return plan.segments().stream().filter(s -> nodes.contains(s.node())).flatMap(segment -> switch (segment) {
            case Segment.Producing p -> read(p.main()).stream();
            case Segment.Writing w -> written(w.write()).stream();
        }).findFirst();
    }

    private static Optional<Rel.KafkaScan> read(Rel rel) {
        return switch (rel) {
            case Rel.KafkaScan scan -> Optional.of(scan).filter(s -> isDeclared(s.format()))
                    // What stands beside the value of a record, such as its offset, is no part of it.
                    .map(s -> plain(s.cluster(), s.topics(), s.schema().columns().stream().filter(c -> !s.parts().containsKey(c.name())).toList(), s.format()));
            case Rel.BackfillScan both -> read(both.topic());
            default -> Optional.empty();
        };
    }

    private static Optional<Rel.KafkaScan> written(Write write) {
        return write instanceof Write.KafkaWrite w && isDeclared(w.format())
                ? Optional.of(plain(w.topic().cluster(), List.of(w.topic().name()), w.in().schema().columns(), w.format())) : Optional.empty();
    }

    private static Rel.KafkaScan plain(String cluster, List<String> topics, List<Column> columns, Rel.Format format) {
        return new Rel.KafkaScan(cluster, topics, Optional.empty(), Schema.of(columns), Duration.ZERO, Optional.empty(), new Rel.StartFrom.Earliest(), format, Map.of(), false);
    }

    private static boolean isDeclared(Rel.Format format) {
        return switch (format) {
            case Rel.Format.Csv c -> true;
            case Rel.Format.Avro a -> true;
            case Rel.Format.Text t -> true;
            case Rel.Format.Json j -> false;
            case Rel.Format.Debezium d -> false;
        };
    }

    /** What people call the format of records. */
    static String word(Optional<Rel.KafkaScan> as) {
        return switch (as.map(Rel.KafkaScan::format).orElseGet(Rel.Format.Json::new)) {
            case Rel.Format.Csv c -> "CSV";
            case Rel.Format.Avro a -> "Avro";
            case Rel.Format.Text t -> "text";
            case Rel.Format.Json j -> "JSON";
            case Rel.Format.Debezium d -> "JSON";
        };
    }
}
