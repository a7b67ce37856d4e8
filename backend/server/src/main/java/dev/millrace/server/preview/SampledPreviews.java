package dev.millrace.server.preview;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.PlanTopics;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.Samples;
import dev.millrace.server.kafka.UnknownTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
        var records = new TreeMap<String, List<PreviewEngine.SampleRecord>>();
        PlanTopics.of(plan.get()).read().values().stream().flatMap(Set::stream)
                .forEach(topic -> records.computeIfAbsent(topic, name -> newest(name, most, notes)));
        var ran = plan.get().segments().stream().map(Segment::node).collect(Collectors.toSet());
        PreviewEngine.Outcome outcome = run(plan.get(), records, most, closing);
        return new Preview(outcome.ports(), outcome.ports().isEmpty() ? Set.of() : ran, notes, outcome.failure(), Duration.ofNanos(System.nanoTime() - begin));
    }

    private PreviewEngine.Outcome run(LogicalPlan plan, Map<String, List<PreviewEngine.SampleRecord>> records, int most, boolean closing) {
        try {
            turns.acquire();
            try {
                return engine.run(plan, records, most, MOST_SHOWN, closing, PATIENCE);
            } finally {
                turns.release();
            }
        } catch (FlinkGateway.Refused refused) {
            Optional<Diagnostic> first = refused.diagnostics().all().stream().findFirst();
            return failed(first.flatMap(d -> d.at().nodeOf()), first.map(Diagnostic::message).orElse(refused.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(Optional.empty(), "The preview was cancelled.");
        }
    }

    private static PreviewEngine.Outcome failed(Optional<NodeId> node, String why) {
        return new PreviewEngine.Outcome(Map.of(), Optional.of(new Preview.Failure(node, why)));
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
}
