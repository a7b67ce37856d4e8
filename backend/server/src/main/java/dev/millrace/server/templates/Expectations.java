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
import org.springframework.transaction.support.TransactionTemplate;

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
    private final TransactionTemplate transaction;

    Expectations(JdbcClient jdbc, TransactionTemplate transaction, Templates templates, Previews previews, Sampling sampling, Compiler compiler) {
        this.stored = new StoredExpectations(jdbc);
        this.transaction = transaction;
        this.templates = templates;
        this.previews = previews;
        this.sampling = sampling;
        this.compiler = compiler;
        this.samples = new KeptSample(compiler);
    }

    /** That rows are expected of a version, and who kept them. */
    public record Kept(ExpectedRows expected, String by, Instant at) {
        public int rows() {
            return expected.count();
        }
    }

    public Optional<Kept> of(Template template) {
        return stored.of(template).map(s -> new Kept(s.rows(), s.by(), s.at()));
    }

    /** As {@link Templates#publish}, and says at once which rows the version is expected to give; both, or neither. */
    public Template publish(Publication publication, Expected expected, Author author) {
        return transaction.execute(both -> {
            Template made = templates.publish(publication, author);
            switch (expected) {
                case Expected.Nothing nothing -> { }
                case Expected.AsBefore before -> stored.carryOn(made);
                case Expected.Rows(ExpectedRows rows) -> stored.keep(made, rows, author.name());
            }
            return made;
        });
    }

    /**
     * Takes a sample, and what a version that could be published gives for it. Nothing is kept.
     *
     * @throws TemplateRefused where it cannot be published, no rows come, or not the same ones at each run
     */
    public ExpectedRows given(Publication publication) {
        return given(compiler.compile(templates.draft(publication)));
    }

    /** What a version that could be published gives, against what is expected of another. @throws TemplateRefused where it cannot be published */
    public RowCheck compare(Kept kept, Publication publication) {
        return check(kept.expected(), compiler.compile(templates.draft(publication)));
    }

    /**
     * Keeps a sample and the rows that the template gives for it, in place of those that were kept before.
     *
     * @throws AdministratorsOnly where this user may not change the template
     * @throws TemplateRefused where no rows come, or not the same ones at each run
     */
    public Kept keep(Template template, Author author) {
        permitted(template, author);
        stored.keep(template, given(compiler.compile(template.pipeline())), author.name());
        return of(template).orElseThrow();
    }

    /** Expects no rows any more. @return whether any were expected @throws AdministratorsOnly where this user may not change the template */
    public boolean forget(Template template, Author author) {
        permitted(template, author);
        return stored.forget(template);
    }

    private void permitted(Template template, Author author) {
        if (!templates.mayChange(template, author.name())) {
            throw new AdministratorsOnly("Only its author or an administrator may say which rows are expected of '" + template.title() + "'");
        }
    }

    private ExpectedRows given(Compilation compiled) {
        String sample = samples.write(sampling.take(compiled, SampleChoice.NEWEST, TakenSample.NONE));
        var kept = new ExpectedRows(sample, run(compiled, sample));
        if (kept.count() == 0) {
            throw new TemplateRefused("No row comes to its end from a sample, so there is nothing to expect");
        }
        if (!outputs(kept, run(compiled, sample)).stream().allMatch(o -> o.differences() == 0)) {
            throw new TemplateRefused("Two runs over the same sample gave different rows, as by the time of day, so they cannot be expected");
        }
        StoredExpectations.content(kept);
        return kept;
    }

    /** Runs the kept sample again. @throws TemplateRefused where no rows are expected */
    public RowCheck check(Template template) {
        ExpectedRows expected = stored.of(template).map(StoredExpectations.Stored::rows).orElseThrow(() -> new TemplateRefused("No rows are expected of it"));
        return check(expected, compiler.compile(template.pipeline()));
    }

    private RowCheck check(ExpectedRows expected, Compilation compiled) {
        try {
            return new RowCheck(outputs(expected, run(compiled, expected.sample())), "");
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
