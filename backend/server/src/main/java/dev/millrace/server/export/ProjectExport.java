package dev.millrace.server.export;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.NotDeployable;
import dev.millrace.server.design.Design;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.Previews;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.SampleChoice;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.sample.TakenSample;
import dev.millrace.server.sample.Taking;
import java.util.Map;
import java.util.stream.Collectors;

/** Pipelines as Maven projects that run and are tested without Millrace. */
public final class ProjectExport {
    private static final int GENERATED = 40;
    private final SqlScripts scripts;
    private final Sampling sampling;
    private final Previews previews;

    public ProjectExport(SqlScripts scripts, Sampling sampling, Previews previews) {
        this.scripts = scripts;
        this.sampling = sampling;
        this.previews = previews;
    }

    /**
     * The project with the newest rows of the sources as its sample, and with made-up rows for sources that have none. Blocks for some seconds.
     *
     * @return a zip
     * @throws NotDeployable where the pipeline has errors
     */
    public byte[] zip(Design design) {
        Compilation compiled = design.compilation();
        TakenSample newest = sampling.take(compiled, SampleChoice.NEWEST, TakenSample.NONE);
        Preview preview = previews.preview(compiled, newest, SampleTiming.CLOSING);
        Portable portable = scripts.portable(plan(compiled));
        Map<NodeId, Taking> empty = portable.sources().stream().map(s -> s.rows()).filter(p -> preview.ports().getOrDefault(p, Preview.Rows.NONE).count() == 0)
                .collect(Collectors.toMap(p -> p.node(), p -> new Taking.Generated(GENERATED, 1), (a, b) -> a));
        Preview shown = empty.isEmpty() ? preview
                : previews.preview(compiled, sampling.take(compiled, new SampleChoice(SampleChoice.NEWEST.usual(), empty), newest), SampleTiming.CLOSING);
        return new ProjectFiles(design.pipeline().name(), design.pipeline().description(), portable, shown, empty.keySet()).zip();
    }

    private static LogicalPlan plan(Compilation compiled) {
        return compiled.plan().orElseThrow(() -> new NotDeployable(compiled.diagnostics()));
    }
}
