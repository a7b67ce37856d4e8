package dev.millrace.flink.preview;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.connect.SampleConnectors;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.function.FunctionJars;
import dev.millrace.flink.gateway.Failures;
import dev.millrace.flink.plan.FlinkJob;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.runtime.tap.TapSink;
import dev.millrace.runtime.tap.Taps;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.PreviewEngine;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.SourceSample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobID;

/** Previews as jobs on a Flink inside this process, with a tap at every output port. */
public final class FlinkPreview implements PreviewEngine {
    private static final RunSettings RUN = new RunSettings(1, RunSettings.DEFAULT.checkpointInterval());
    /** Without checkpoints: a job with them ends only after one more, for which it would wait until the next is due. */
    private static final JobSettings SETTINGS = new JobSettings(Optional.empty(), StateBackend.HASHMAP, 0, Duration.ofSeconds(1));

    private final Supplier<EmbeddedFlink> flink;
    private final FilesFolder files;
    private final Databases databases;
    private final HttpServices services;
    private final Registries registries;
    private final FunctionJars functions;

    /** One for pipelines without functions of uploaded jars. */
    public FlinkPreview(Supplier<EmbeddedFlink> flink, FilesFolder files, Databases databases, HttpServices services, Registries registries) {
        this(flink, files, databases, services, registries, FunctionJars.NONE);
    }

    /** @param flink gives a started one */
    public FlinkPreview(Supplier<EmbeddedFlink> flink, FilesFolder files, Databases databases, HttpServices services, Registries registries, FunctionJars functions) {
        this.functions = functions;
        this.files = files;
        this.services = services;
        this.registries = registries;
        this.databases = databases;
        this.flink = flink;
    }

    @Override
    public Outcome run(LogicalPlan plan, Map<NodeId, SourceSample> samples, int most, SampleTiming timing, Duration patience) throws InterruptedException {
        JobId id = JobId.random();
        var planner = new JobPlanner(new SampleConnectors(samples, most, timing, files, databases, services, registries), SETTINGS, functions);
        try (Taps taps = Taps.open(id.value(), most)) {
            FlinkJob job = planner.plan(new LogicalPlan(plan.name(), RUN.in(plan.run().mode()), plan.segments(), plan.unwired()),
                    new JobSpec(id, "Preview of " + plan.name(), "preview"), (port, type) -> new TapSink(id.value(), port.toString(), type));
            Optional<Preview.Failure> failure = await(job, patience, plan);
            var ports = new HashMap<PortRef, Preview.Rows>();
            Map<String, Taps.Seen> seen = taps.seen();
            plan.segments().forEach(segment -> {
                if (segment instanceof Segment.Producing producing) {
                    producing.outputs().keySet().forEach(port -> ports.put(new PortRef(segment.node(), port),
                            rows(seen.get(new PortRef(segment.node(), port).toString()))));
                }
            });
            return new Outcome(ports, failure);
        }
    }

    private Optional<Preview.Failure> await(FlinkJob job, Duration patience, LogicalPlan plan) throws InterruptedException {
        EmbeddedFlink cluster = flink.get();
        var running = cluster.run(job.graph());
        try {
            running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            Failures.Plain plain = Failures.plain(e.getCause(), plan);
            return Optional.of(new Preview.Failure(plain.node(), plain.message()));
        } catch (TimeoutException e) {
            boolean noSlots = cluster.waitsForSlots(JobID.fromHexString(job.id().value()));
            cluster.cancel(JobID.fromHexString(job.id().value()));
            return Optional.of(new Preview.Failure(Optional.<NodeId>empty(), "The preview was ended after " + patience.toSeconds() + " s. " + (noSlots
                    ? "Deployments use all slots of Flink: stop one, or give it more with millrace.flink.slots."
                    : "Take a smaller sample, or look for a node that multiplies rows."), true));
        } catch (InterruptedException e) {
            cluster.cancel(JobID.fromHexString(job.id().value()));
            throw e;
        }
    }

    private static Preview.Rows rows(Taps.Seen seen) {
        return seen == null ? Preview.Rows.NONE
                : new Preview.Rows(seen.count(), seen.rows().stream().map(FlinkPreview::row).toList(), Optional.ofNullable(seen.newest()).map(FlinkPreview::row),
                        seen.watermark() == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(seen.watermark())),
                        seen.over());
    }

    private static Preview.Row row(Taps.SeenRow row) {
        return new Preview.Row(row.kind(), row.json());
    }
}
