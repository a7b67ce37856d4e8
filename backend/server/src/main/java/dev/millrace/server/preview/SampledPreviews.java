package dev.millrace.server.preview;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.sample.Taking;
import dev.millrace.server.sample.TakenSample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Runs samples through the engine, a few at a time. */
final class SampledPreviews implements Previews {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** More at once would only make each of them slow. */
    private final Semaphore turns = new Semaphore(2, true);

    private final Compiler compiler;
    private final PreviewEngine engine;

    SampledPreviews(Compiler compiler, PreviewEngine engine) {
        this.compiler = compiler;
        this.engine = engine;
    }

    @Override
    public Preview preview(Compilation compiled, TakenSample sample, SampleTiming timing) {
        long begin = System.nanoTime();
        Optional<LogicalPlan> plan = compiler.soundPart(compiled);
        if (plan.isEmpty()) {
            return new Preview(Map.of(), Set.of(), List.of("No node can run yet: begin with a source that has no errors."), Optional.empty(),
                    Duration.ZERO, RowFates.NONE);
        }
        var ran = plan.get().segments().stream().map(Segment::node).collect(Collectors.toSet());
        PreviewEngine.Outcome outcome = run(plan.get(), sample, timing);
        return new Preview(outcome.ports(), outcome.ports().isEmpty() ? Set.of() : ran, sample.notes(), outcome.failure(),
                Duration.ofNanos(System.nanoTime() - begin), RowFates.of(plan.get(), outcome));
    }

    private PreviewEngine.Outcome run(LogicalPlan plan, TakenSample sample, SampleTiming timing) {
        try {
            turns.acquire();
            try {
                return engine.run(plan, sample.samples(), Taking.MOST, timing, PATIENCE);
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
}
