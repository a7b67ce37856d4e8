package dev.millrace.server.preview;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.rel.Rel;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.Samples;
import dev.millrace.server.kafka.UnknownTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Reads samples from Kafka and runs them through the engine. */
final class SampledPreviews implements Previews {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_SHOWN = 200;
    /** More at once would only make each of them slow. */
    private final Semaphore turns = new Semaphore(2, true);

    private final Compiler compiler;
    private final PreviewEngine engine;
    private final Samples samples;

    SampledPreviews(Compiler compiler, PreviewEngine engine, Samples samples) {
        this.compiler = compiler;
        this.engine = engine;
        this.samples = samples;
    }

    @Override
    public Preview preview(Compilation compiled, int newest, boolean closing) {
        long begin = System.nanoTime();
        int most = Math.clamp(newest, 1, MOST);
        Optional<LogicalPlan> plan = compiler.soundPart(compiled);
        if (plan.isEmpty()) {
            return new Preview(Map.of(), Set.of(), List.of("No node can run yet: begin with a source that has no errors."), Optional.empty(),
                    Duration.ZERO);
        }
        var notes = new ArrayList<String>();
        var records = new HashMap<String, List<PreviewEngine.SampleRecord>>();
        topics(plan.get()).forEach(topic -> records.put(topic, newest(topic, most, notes)));
        var ran = plan.get().segments().stream().map(Segment::node).collect(Collectors.toSet());
        try {
            turns.acquire();
            try {
                var outcome = engine.run(plan.get(), records, most, MOST_SHOWN, closing, PATIENCE);
                return new Preview(outcome.ports(), ran, notes, outcome.failure(), Duration.ofNanos(System.nanoTime() - begin));
            } finally {
                turns.release();
            }
        } catch (FlinkGateway.Refused refused) {
            Optional<Diagnostic> first = refused.diagnostics().all().stream().findFirst();
            return new Preview(Map.of(), Set.of(), notes, Optional.of(new Preview.Failure(first.flatMap(d -> d.at().nodeOf()),
                    first.map(Diagnostic::message).orElse(refused.getMessage()))), Duration.ofNanos(System.nanoTime() - begin));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Preview(Map.of(), Set.of(), notes, Optional.of(new Preview.Failure(Optional.empty(), "The preview was cancelled.")),
                    Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private List<PreviewEngine.SampleRecord> newest(String topic, int most, List<String> notes) {
        try {
            var found = samples.newest(topic, most);
            if (found.isEmpty()) {
                notes.add("The topic '" + topic + "' has no records yet.");
            }
            return found.stream().map(r -> new PreviewEngine.SampleRecord(topic, r.partition(), r.offset(), r.timestamp(), r.key(), r.value())).toList();
        } catch (UnknownTopic | KafkaUnavailable e) {
            notes.add(e.getMessage() + ", so nothing was read from it.");
            return List.of();
        }
    }

    private static Set<String> topics(LogicalPlan plan) {
        var topics = new TreeSet<String>();
        for (Segment segment : plan.segments()) {
            if (segment instanceof Segment.Producing producing) {
                producing.outputs().values().stream().filter(Rel.KafkaScan.class::isInstance).forEach(scan -> topics.addAll(((Rel.KafkaScan) scan).topics()));
            }
        }
        return topics;
    }
}
