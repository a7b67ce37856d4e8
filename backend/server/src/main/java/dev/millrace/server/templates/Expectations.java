package dev.millrace.server.templates;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.design.Author;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.Previews;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.KeptSample;
import dev.millrace.server.sample.SampleChoice;
import dev.millrace.server.sample.Sampling;
import dev.millrace.server.sample.TakenSample;
import dev.millrace.server.security.AdministratorsOnly;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rows that are expected of templates: its author keeps those that the newest version gives with its presets, and whoever uses it sees
 * whether it gives them still, here and now. What runs a preview blocks for some seconds.
 */
public final class Expectations {
    private final StoredExpectations stored;
    private final Templates templates;
    private final Previews previews;
    private final Sampling sampling;
    private final Compiler compiler;
    private final KeptSample samples;

    Expectations(JdbcClient jdbc, Templates templates, Previews previews, Sampling sampling, Compiler compiler) {
        this.stored = new StoredExpectations(jdbc);
        this.templates = templates;
        this.previews = previews;
        this.sampling = sampling;
        this.compiler = compiler;
        this.samples = new KeptSample(compiler);
    }

    /** That rows are expected of a version. */
    public record Kept(int rows, String by, Instant at) {}

    public Optional<Kept> of(Template template) {
        return stored.of(template).map(s -> new Kept(s.rows().count(), s.by(), s.at()));
    }

    /**
     * Keeps a sample and the rows that the template gives for it, in place of those that were kept before.
     *
     * @throws AdministratorsOnly where this user may not change the template
     * @throws TemplateRefused where no rows come, or not the same ones at each run
     */
    public Kept keep(Template template, Author author) {
        if (!templates.mayChange(template, author.name())) {
            throw new AdministratorsOnly("Only its author or an administrator may say which rows are expected of '" + template.title() + "'");
        }
        Compilation compiled = compiler.compile(template.pipeline());
        String sample = samples.write(sampling.take(compiled, SampleChoice.NEWEST, TakenSample.NONE));
        var kept = new ExpectedRows(sample, run(compiled, sample));
        if (kept.count() == 0) {
            throw new TemplateRefused("No row comes to its end from a sample, so there is nothing to expect");
        }
        if (!outputs(kept, run(compiled, sample)).stream().allMatch(o -> o.differences() == 0)) {
            throw new TemplateRefused("Two runs over the same sample gave different rows, as by the time of day, so they cannot be expected");
        }
        stored.keep(template, kept, author.name());
        return of(template).orElseThrow();
    }

    /** Runs the kept sample again. @throws TemplateRefused where no rows are expected */
    public RowCheck check(Template template) {
        ExpectedRows expected = stored.of(template).map(StoredExpectations.Stored::rows).orElseThrow(() -> new TemplateRefused("No rows are expected of it"));
        try {
            return new RowCheck(outputs(expected, run(compiler.compile(template.pipeline()), expected.sample())), "");
        } catch (TemplateRefused failed) {
            return new RowCheck(List.of(), failed.getMessage());
        }
    }

    private static List<RowCheck.OfOutput> outputs(ExpectedRows expected, Map<PortRef, List<Preview.Row>> found) {
        var all = new LinkedHashMap<PortRef, List<Preview.Row>>(expected.rows());
        found.keySet().forEach(port -> all.putIfAbsent(port, List.of()));
        return all.entrySet().stream().map(e -> RowCheck.compare(e.getKey().toString(), e.getValue(), found.getOrDefault(e.getKey(), List.of()))).toList();
    }

    private Map<PortRef, List<Preview.Row>> run(Compilation compiled, String sample) {
        TakenSample taken;
        try {
            taken = samples.read(compiled, sample);
        } catch (RuntimeException unreadable) {
            throw new TemplateRefused("Its sample cannot be read");
        }
        Preview found = previews.preview(compiled, taken, new SampleTiming(true, false));
        if (found.failure().isPresent()) {
            throw new TemplateRefused(found.failure().get().node().map(n -> "'" + n + "' failed: ").orElse("It failed: ") + found.failure().get().message());
        }
        var rows = new LinkedHashMap<PortRef, List<Preview.Row>>();
        ends(compiled).forEach(port -> rows.put(port, Optional.ofNullable(found.ports().get(compiled.origin(port))).map(Preview.Rows::first).orElse(List.of())));
        return rows;
    }

    /** The outputs that feed sinks. */
    private List<PortRef> ends(Compilation compiled) {
        Pipeline drawing = compiled.pipeline();
        NodeKinds kinds = compiler.kinds();
        return drawing.edges().stream().filter(e -> drawing.node(e.to().node()).flatMap((Node n) -> kinds.of(n)).filter(k -> k.role() == NodeKind.Role.SINK).isPresent())
                .filter(compiled::carries).map(Edge::from).distinct().toList();
    }
}
