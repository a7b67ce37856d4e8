package dev.millrace.ui.inspector;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.ClusterName;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.preview.Preview;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What fields of a node's form can offer: columns, functions, topics, and values for a row of the sample. */
final class Offers {
    private final Compiler compiler;
    private final Topics topics;
    private final ValueFinder values;
    private final SampleRow row;
    /** Kafka clusters that did not answer. */
    private final Set<String> silent = new HashSet<>();

    /** @param row where a person chooses the row that expressions are shown for */
    Offers(Compiler compiler, Topics topics, ValueFinder values, SampleRow row) {
        this.compiler = compiler;
        this.topics = topics;
        this.values = values;
        this.row = row;
    }

    /** @param sample rows that expressions may be shown for; empty where none are known */
    FormContext to(NodeId id, Compilation compilation, Optional<Preview> sample) {
        // A join offers the columns of both inputs, each name once.
        var input = new LinkedHashMap<String, Column>();
        compilation.inputSchemas(id).forEach(s -> s.columns().forEach(c -> input.putIfAbsent(c.name(), c)));
        List<Column> own = compilation.pipeline().node(id)
                .flatMap(n -> compiler.kinds().ports(n).outputs().stream().map(p -> compilation.schemas().get(new PortRef(id, p.name()))).filter(Objects::nonNull).findFirst())
                .map(Schema::columns).orElse(List.of());
        Schema in = Schema.of(List.copyOf(input.values()));
        row.offer(sample.map(p -> arriving(compilation, id, p)).orElse(List.of()));
        return new FormContext(in.columns(), own, OfferedParameters.with(compiler.typer().functions(), compilation.pipeline()), compiler.clusters().inOrder(),
                topicNames(compilation, id), compiler.kinds().functions().all(), text -> typeOf(compiler.filled(compilation.pipeline(), text), in), row.row(), values);
    }

    /** The rows that came into a node, by input. */
    private static List<Preview.Rows> arriving(Compilation compilation, NodeId id, Preview sample) {
        return compilation.pipeline().into(id).map(e -> sample.ports().get(compilation.origin(e.from()))).filter(Objects::nonNull).toList();
    }

    private Optional<LogicalType> typeOf(String expression, Schema in) {
        return compiler.typer().type(new Expression(expression), in) instanceof Typing.Typed typed ? Optional.of(typed.scalar().type()) : Optional.empty();
    }

    private List<String> topicNames(Compilation compilation, NodeId id) {
        String cluster = compilation.pipeline().node(id).flatMap(n -> compiler.kinds().resolve(n, new Diagnostics.Collector())).map(r -> ClusterName.of(r.shape()))
                .orElse(Topic.DEFAULT_CLUSTER);
        try {
            return silent.contains(cluster) ? List.of() : topics.on(cluster).list().stream().map(TopicSummary::name).toList();
        } catch (KafkaUnavailable unavailable) {
            // Suggestions are a help only; the name can still be typed.
            silent.add(cluster);
            return List.of();
        }
    }
}
