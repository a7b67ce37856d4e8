package dev.millrace.server.drift;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.outside.OutsideUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at the topics of the part of a pipeline that has no errors. */
final class TopicChecks implements DataChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Of a source that reads many topics, the first few. */
    private static final int MOST_TOPICS = 3;

    private final Compiler compiler;
    private final Topics topics;
    private final TopicLooks looks;
    private final SourceDrift sources;
    private final SinkDrift sinks;

    TopicChecks(Compiler compiler, Topics topics, TopicLooks looks, SourceDrift sources, SinkDrift sinks) {
        this.compiler = compiler;
        this.topics = topics;
        this.looks = looks;
        this.sources = sources;
        this.sinks = sinks;
    }

    @Override public Diagnostics findings(Compilation compilation) {
        Optional<LogicalPlan> plan = compiler.soundPart(compilation);
        if (plan.isEmpty()) {
            return Diagnostics.NONE;
        }
        var found = new ArrayList<Diagnostic>();
        var waits = new TimeWaits(plan.get());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Segment segment : plan.get().segments()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                break;
            }
            switch (segment) {
                case Segment.Producing(NodeId node, String kind, var outputs) -> outputs.values().stream().flatMap(TopicChecks::scan).findFirst()
                        .ifPresent(scan -> source(compilation, node, scan, waits, found));
                case Segment.Writing(NodeId node, String kind, Write write) -> sink(node, write).ifPresent(found::add);
            }
        }
        return new Diagnostics(found);
    }

    private static Stream<Rel.KafkaScan> scan(Rel rel) {
        return switch (rel) {
            case Rel.KafkaScan scan -> Stream.of(scan);
            case Rel.BackfillScan both -> Stream.of(both.topic());
            default -> Stream.empty();
        };
    }

    private void source(Compilation compilation, NodeId node, Rel.KafkaScan scan, TimeWaits waits, List<Diagnostic> found) {
        compilation.pipeline().node(node).ifPresent(drawn -> names(scan).stream().limit(MOST_TOPICS).flatMap(t -> looks.look(new Topic(scan.cluster(), t)).stream()).forEach(look -> {
            try {
                found.addAll(sources.find(drawn, scan, look));
            } catch (IllegalArgumentException | OutsideUnavailable cannotBeTried) {
                // A registry that is away, or a format that cannot be: planning says it, with its place.
            }
            // In batch mode all windows close when all rows have been read.
            boolean batch = compilation.running().run().mode() == RunSettings.Mode.BATCH;
            IdlePartitions.find(node, scan, batch ? Optional.empty() : waits.first(node), look).ifPresent(found::add);
        }));
    }

    private List<String> names(Rel.KafkaScan scan) {
        if (scan.pattern().isEmpty()) {
            return scan.topics();
        }
        try {
            Pattern like = Pattern.compile(scan.pattern().get());
            return topics.on(scan.cluster()).list().stream().map(TopicSummary::name).filter(n -> like.matcher(n).matches()).toList();
        } catch (KafkaUnavailable away) {
            return List.of();
        }
    }

    private Optional<Diagnostic> sink(NodeId node, Write write) {
        return switch (write) {
            case Write.KafkaWrite w -> looks.look(w.topic()).flatMap(look -> sinks.find(node, w.in().schema(), w.format(), look));
            case Write.KafkaUpsert w -> looks.look(w.topic()).flatMap(look -> sinks.find(node, w.in().schema(), new Rel.Format.Json(), look));
            case Write.Discard d -> Optional.empty();
            case Write.JdbcWrite w -> Optional.empty();
            case Write.FilesWrite w -> Optional.empty();
            case Write.LogWrite w -> Optional.empty();
            case Write.HttpWrite w -> Optional.empty();
        };
    }
}
