package dev.millrace.server.templates;

import dev.millrace.compile.Compiler;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.ParameterValues;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.schema.Schema;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.workspaces.WorkspaceId;
import dev.millrace.server.workspaces.Workspaces;
import dev.millrace.template.Needs;
import dev.millrace.template.OwnRows;
import dev.millrace.template.TemplateChanges;
import dev.millrace.template.TemplateHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionTemplate;

/** Shipped templates and those that people made, as one. */
final class AllTemplates implements Templates {
    private static final int MOST_REMEMBERED = 1_000;

    private final ShippedTemplates shipped;
    private final StoredTemplates stored;
    private final DesignService designs;
    private final Compiler compiler;
    private final PipelineDocument documents;
    private final Dashboards dashboards;
    private final Workspaces workspaces;
    private final Publishing publishing;
    private final TransactionTemplate transaction;
    /** To know them, a template is compiled, and versions never change. */
    private final Map<Needing, List<String>> needs = new ConcurrentHashMap<>();

    /** What a drawing means may change when a fragment is published. */
    private record Needing(String template, int version, long edition) {}

    /** @param administrators whether a user is one */
    AllTemplates(ShippedTemplates shipped, StoredTemplates stored, DesignService designs, Compiler compiler, PipelineDocument documents,
            Workspaces workspaces, Predicate<String> administrators, TransactionTemplate transaction, Dashboards dashboards) {
        this.dashboards = dashboards;
        this.documents = documents;
        this.publishing = new Publishing(shipped, stored, designs, compiler, documents, workspaces, administrators, transaction);
        this.workspaces = workspaces;
        this.shipped = shipped;
        this.stored = stored;
        this.designs = designs;
        this.compiler = compiler;
        this.transaction = transaction;
    }

    @Override public List<Template> first() {
        return shipped.first();
    }

    @Override public List<Template> list(String viewer) {
        Map<String, Long> uses = stored.uses();
        return Stream.concat(shipped.list().stream(), stored.list(viewer).stream()).map(t -> t.withUsed(uses.getOrDefault(t.id(), 0L)))
                .sorted(Comparator.comparingLong(Template::used).reversed().thenComparing(Template::title).thenComparing(Template::id)).toList();
    }

    @Override public Template get(String id, String viewer) {
        return versions(id, viewer).getFirst();
    }

    @Override public Template get(String id, int version, String viewer) {
        return versions(id, viewer).stream().filter(t -> t.version() == version).findFirst().orElseThrow(() -> new UnknownTemplate(id, version));
    }

    @Override public List<Template> versions(String id, String viewer) {
        List<Template> versions = seen(id, viewer);
        if (versions.isEmpty()) {
            throw new UnknownTemplate(id);
        }
        long used = stored.uses().getOrDefault(id, 0L);
        return versions.stream().map(t -> t.withUsed(used)).toList();
    }

    private List<Template> seen(String id, String viewer) {
        return shipped.find(id).map(List::of).orElseGet(() -> stored.versions(id, viewer));
    }

    /** Finds out what shipped templates need before anybody asks: the first compilations take their time. */
    void lookAhead() {
        shipped.list().forEach(this::needs);
    }

    @Override public List<String> needs(Template template) {
        var key = new Needing(template.id(), template.version(), compiler.kinds().edition());
        if (needs.size() > MOST_REMEMBERED) {
            needs.clear();
        }
        List<String> derived = needs.computeIfAbsent(key, k -> Needs.of(template.pipeline(), compiler));
        return Stream.concat(derived.stream(), template.saidNeeds().stream()).distinct().toList();
    }

    @Override public Design createFrom(String id, String name, Map<String, Object> values, List<OwnRows> rows, Author author) {
        Template template = get(id, author.name());
        ParameterValues.Given given = ParameterValues.give(template.pipeline(), values);
        if (given.diagnostics().hasErrors()) {
            throw new ValuesRefused(given.diagnostics());
        }
        List<PipelineEdit> reading = reading(given.drawing(), rows);
        return transaction.execute(status -> {
            Design made = designs.create(name, given.drawing(), author);
            stored.used(made.id(), template);
            template.dashboard().ifPresent(d -> dashboards.create(called(OwnTiles.of(d, rows), made).boundTo(made.id()), false, author));
            return reading.isEmpty() ? made : designs.edit(made.id(), new PipelineEdit.Batch(reading), made.revision(), author).design();
        });
    }

    private List<PipelineEdit> reading(Pipeline drawing, List<OwnRows> rows) {
        if (rows.stream().map(OwnRows::source).distinct().count() < rows.size()) {
            throw new TemplateRefused("The rows of one source are replaced twice");
        }
        var edits = new ArrayList<PipelineEdit>();
        Pipeline now = drawing;
        for (OwnRows own : rows) {
            try {
                Schema wanted = Optional.ofNullable(compiler.compile(now).schemas().get(OwnRows.rows(own.source()))).orElseGet(() -> Schema.of());
                PipelineEdit edit = own.edit(now, wanted, compiler.kinds());
                now = edit.apply(now);
                edits.add(edit);
            } catch (IllegalArgumentException | EditRefused refused) {
                throw new TemplateRefused(refused.getMessage());
            }
        }
        return edits;
    }

    /** By the name of the pipeline, so that those of two pipelines are told apart. */
    private static Dashboard called(Dashboard dashboard, Design made) {
        String name = made.pipeline().name();
        return name.isBlank() || name.length() > Dashboard.LONGEST_TITLE ? dashboard : dashboard.withWords(name, dashboard.description());
    }

    @Override public Template publish(Publication publication, Author author) {
        return get(publishing.publish(publication, author), author.name());
    }

    @Override public Pipeline draft(Publication publication) {
        return publishing.draft(publication).pipeline();
    }

    @Override public void withdraw(String id, Author author) {
        publishing.withdraw(id, author);
    }

    @Override public boolean mayChange(Template template, String user) {
        return publishing.mayChange(template, user);
    }

    @Override public Optional<Template> madeOf(PipelineId pipeline, String user) {
        return publishing.of(pipeline, user);
    }

    @Override public String file(String id, String viewer) {
        Template template = get(id, viewer);
        String author = template.madeBy().isEmpty() ? template.author() : template.madeBy();
        var head = new TemplateHead(Optional.of(template.id()), template.version(), Optional.of(author).filter(a -> !a.isEmpty()), template.tags(), template.saidNeeds(),
                template.dashboard().map(DashboardDocument::write));
        return head.write() + stored.expectations().line(template) + documents.write(template.pipeline());
    }

    @Override public Arrival look(String file, String user) {
        return publishing.look(file, user);
    }

    @Override public Template take(String file, Reach reach, Author author) {
        Optional<ExpectedRows> expected = StoredExpectations.in(file);
        return transaction.execute(both -> {
            Template brought = get(publishing.take(file, reach, author), author.name());
            expected.ifPresent(rows -> stored.expectations().keep(brought, rows, author.name()));
            return brought;
        });
    }

    @Override public List<Template> in(WorkspaceId workspace, String user) {
        return stored.in(workspaces.get(workspace, user).id());
    }

    @Override public Optional<Newer> newer(PipelineId pipeline, String viewer) {
        Optional<Origin> from = stored.origin(pipeline);
        List<Template> versions = from.map(o -> seen(o.template(), viewer)).orElse(List.of());
        if (versions.isEmpty() || versions.getFirst().version() <= from.get().version()) {
            return Optional.empty();
        }
        Template newest = versions.getFirst();
        // Of a shipped template only the newest is kept; what the pipeline began with is the other, but for the values that were given.
        Pipeline before = versions.stream().filter(t -> t.version() == from.get().version()).findFirst().map(Template::pipeline)
                .orElseGet(() -> withPresets(designs.open(pipeline, 1).pipeline(), newest.pipeline()));
        return Optional.of(new Newer(from.get(), newest, TemplateChanges.between(before, newest.pipeline(), compiler.kinds()),
                given(designs.open(pipeline).pipeline(), newest.pipeline())));
    }

    /** What somebody gave before, as far as it is asked for still. */
    private static Map<String, Object> given(Pipeline made, Pipeline template) {
        var given = new HashMap<String, Object>();
        template.parameters().forEach(asked -> made.parameters().stream().filter(p -> p.name().equals(asked.name()) && p.type() == asked.type()).findFirst()
                .flatMap(Parameter::value).ifPresent(value -> given.put(asked.name(), value)));
        return given;
    }

    private static Pipeline withPresets(Pipeline made, Pipeline template) {
        return made.withParameters(made.parameters().stream().map(p -> template.parameters().stream().filter(t -> t.name().equals(p.name())).findFirst()
                .flatMap(Parameter::value).map(p::withValue).orElse(p)).toList());
    }

    @Override public Optional<Origin> origin(PipelineId pipeline) {
        return stored.origin(pipeline);
    }
}
