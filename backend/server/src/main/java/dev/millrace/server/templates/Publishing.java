package dev.millrace.server.templates;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.document.DocumentRefused;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.StaleRevision;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.workspaces.WorkspaceId;
import dev.millrace.server.workspaces.Workspaces;
import dev.millrace.template.Needs;
import dev.millrace.template.Openings;
import dev.millrace.template.TemplateChanges;
import dev.millrace.template.TemplateHead;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** How templates come here and go: made of pipelines, brought as files, withdrawn; and who may do that. */
final class Publishing {
    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int RANDOM = 6;
    private static final int LONGEST_STEM = 50;

    private final ShippedTemplates shipped;
    private final StoredTemplates stored;
    private final DesignService designs;
    private final Compiler compiler;
    private final PipelineDocument documents;
    private final Workspaces workspaces;
    private final Predicate<String> administrators;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    /** @param administrators whether a user is one */
    Publishing(ShippedTemplates shipped, StoredTemplates stored, DesignService designs, Compiler compiler, PipelineDocument documents, Workspaces workspaces,
            Predicate<String> administrators, TransactionTemplate transaction) {
        this.shipped = shipped;
        this.stored = stored;
        this.designs = designs;
        this.compiler = compiler;
        this.documents = documents;
        this.workspaces = workspaces;
        this.administrators = administrators;
        this.transaction = transaction;
    }

    /** A version that shall be kept. */
    record Draft(Pipeline pipeline, List<String> tags, List<String> needs, String madeBy, String note, Optional<Dashboard> dashboard) {}

    boolean mayChange(Template template, String user) {
        return template.kind() instanceof Template.Kind.Made made && (made.owner().equals(user) || administrators.test(user));
    }

    /** The template that this user made of a pipeline; for an administrator, where there is none of their own, also one of others. */
    Optional<Template> of(PipelineId pipeline, String user) {
        List<Template> made = stored.of(pipeline, user);
        return made.stream().filter(t -> t.kind() instanceof Template.Kind.Made m && m.owner().equals(user)).findFirst()
                .or(() -> administrators.test(user) ? made.stream().findFirst() : Optional.empty());
    }

    String publish(Publication wish, Author author) {
        Draft draft = draft(wish);
        return wish.template().map(id -> next(id, draft, wish.reach(), author))
                .orElseGet(() -> first(freeId(draft.pipeline().name()), draft, wish.reach(), Optional.of(wish.pipeline()), author));
    }

    /** What would be kept, which is free of errors. */
    Draft draft(Publication wish) {
        Design design = designs.open(wish.pipeline());
        if (design.revision() != wish.revision()) {
            throw new StaleRevision(wish.revision(), design.revision());
        }
        if (Fragment.isOne(design.pipeline())) {
            throw new TemplateRefused("A fragment is used as a node of other pipelines: publish it as that");
        }
        Pipeline drawing;
        try {
            drawing = Openings.open(design.pipeline(), wish.open());
        } catch (IllegalArgumentException refused) {
            throw new TemplateRefused(refused.getMessage());
        }
        var draft = new Draft(checked(drawing.withName(wish.title().strip()).withDescription(wish.description().strip())), tags(wish.tags()), List.of(), "", note(wish.note()), wish.dashboard().map(d -> d.unbound(wish.pipeline())));
        Compilation compiled = compiler.compile(draft.pipeline());
        if (compiled.diagnostics().hasErrors()) {
            throw new TemplateRefused(wish.open().isEmpty() ? "It has errors" : "With these values left open it has errors", compiled.diagnostics());
        }
        return draft;
    }

    void withdraw(String id, Author author) {
        Template template = stored.newest(id, author.name()).orElseThrow(() -> new UnknownTemplate(id));
        permitted(template, author);
        stored.withdraw(id, author.name());
        LOG.info("{} withdrew the template {}", author.name(), id);
    }

    Arrival look(String file, String user) {
        TemplateHead head = TemplateHead.read(file);
        Pipeline pipeline = checked(documents.read(file));
        Compilation compiled = compiler.compile(pipeline);
        return new Arrival(head, pipeline, dashboard(head), Needs.of(compiled, compiler), compiled.diagnostics(), outcome(head, pipeline, user));
    }

    private static Optional<Dashboard> dashboard(TemplateHead head) {
        try {
            return head.dashboard().map(DashboardDocument::read);
        } catch (DocumentRefused refused) {
            throw new TemplateRefused("The dashboard in its head cannot be read. " + refused.getMessage());
        }
    }

    private Arrival.Outcome outcome(TemplateHead head, Pipeline pipeline, String user) {
        Optional<Template> here = head.id().flatMap(id -> shipped.find(id).or(() -> stored.newest(id, user)));
        if (here.isEmpty()) {
            return new Arrival.Outcome.New();
        }
        boolean same = documents.write(here.get().pipeline()).equals(documents.write(pipeline)) && here.get().tags().equals(head.tags())
                && here.get().dashboard().equals(dashboard(head));
        if (same) {
            return new Arrival.Outcome.Same(here.get());
        }
        return mayChange(here.get(), user) ? new Arrival.Outcome.Next(here.get(), TemplateChanges.between(here.get().pipeline(), pipeline, compiler.kinds()))
                : new Arrival.Outcome.Copy(here.get());
    }

    String take(String file, Reach reach, Author author) {
        Arrival arrival = look(file, author.name());
        if (Fragment.isOne(arrival.pipeline())) {
            throw new TemplateRefused("It is a fragment: bring it as a pipeline and publish it");
        }
        if (arrival.diagnostics().hasErrors()) {
            throw new TemplateRefused("It has errors here, so nobody could use it", arrival.diagnostics());
        }
        var draft = new Draft(arrival.pipeline(), arrival.head().tags(), arrival.head().needs(), arrival.head().author().filter(a -> !a.equals(author.name())).orElse(""), "",
                arrival.dashboard());
        return switch (arrival.outcome()) {
            case Arrival.Outcome.Same(Template here) -> throw new TemplateRefused("It is here already, as version " + here.version() + " of '" + here.title() + "'");
            case Arrival.Outcome.Next(Template newest, List<String> changes) -> next(newest.id(), draft, reach, author);
            case Arrival.Outcome.Copy c -> first(freeId(arrival.pipeline().name()), draft, reach, Optional.empty(), author);
            case Arrival.Outcome.New n -> {
                // A template that somebody else keeps, or that was withdrawn, has the id still.
                String id = arrival.head().id().filter(wished -> !stored.isTaken(wished)).orElseGet(() -> freeId(arrival.pipeline().name()));
                yield first(id, draft, reach, Optional.empty(), author);
            }
        };
    }

    private String first(String id, Draft draft, Reach wished, Optional<PipelineId> pipeline, Author author) {
        Reach reach = open(wished, author);
        try {
            transaction.executeWithoutResult(status -> {
                stored.add(id, author.name(), reach, pipeline);
                keep(id, 1, draft, author);
            });
        } catch (DuplicateKeyException met) {
            throw new TemplateRefused("You made a template of this pipeline already. Publish the next version of that");
        } catch (DataIntegrityViolationException gone) {
            throw deleted(reach, gone);
        }
        LOG.info("{} made the template {}", author.name(), id);
        return id;
    }

    private String next(String id, Draft draft, Reach wished, Author author) {
        // One that was withdrawn comes back with its next version.
        Template newest = stored.newestEvenWithdrawn(id).orElseThrow(() -> new UnknownTemplate(id));
        permitted(newest, author);
        Reach reach = open(wished, author);
        // Whoever hides what is somebody else's would not find it again.
        if (reach instanceof Reach.OnlyMe && !newest.owner().equals(author.name())) {
            throw new TemplateRefused("Only " + newest.owner() + " can keep '" + newest.title() + "' to themselves. Choose a workspace of yours, or everybody");
        }
        boolean back = stored.newest(id, author.name()).isEmpty();
        boolean asItWas = documents.write(draft.pipeline()).equals(documents.write(newest.pipeline())) && draft.tags().equals(newest.tags())
                && draft.dashboard().equals(newest.dashboard()) && reach.equals(newest.reach());
        if (asItWas && !back) {
            throw new TemplateRefused("Nothing has changed since version " + newest.version());
        }
        try {
            transaction.executeWithoutResult(status -> {
                stored.reach(id, reach);
                keep(id, newest.version() + 1, draft, author);
            });
        } catch (DuplicateKeyException met) {
            throw new TemplateRefused("Somebody published another version just now. Look at that, and publish again");
        } catch (DataIntegrityViolationException gone) {
            throw deleted(reach, gone);
        }
        LOG.info("{} published version {} of the template {}", author.name(), newest.version() + 1, id);
        return id;
    }

    /** The same with the name that the workspace has now. @throws TemplateRefused where this author is none of its members */
    private Reach open(Reach wished, Author author) {
        return switch (wished) {
            case Reach.OnlyMe me -> me;
            case Reach.Everybody all -> all;
            case Reach.Members(WorkspaceId id, String name) -> workspaces.of(author.name()).stream().filter(w -> w.id().equals(id)).findFirst().<Reach>map(Reach::members)
                    .orElseThrow(() -> new TemplateRefused("Only members of the workspace '" + name + "' publish to it, and you are none of them. Ask its owner, or choose who else sees it"));
        };
    }

    /** A workspace was deleted after we looked whether the author is in it; whatever else is refused by the database is a fault of ours. */
    private static RuntimeException deleted(Reach reach, DataIntegrityViolationException refused) {
        return reach instanceof Reach.Members(WorkspaceId id, String name)
                ? new TemplateRefused("The workspace '" + name + "' was deleted just now. Choose who else sees it") : refused;
    }

    private void keep(String id, int version, Draft draft, Author author) {
        stored.add(id, version, documents.write(draft.pipeline()), draft.tags(), draft.needs(), author.name(), draft.madeBy(), draft.note(), draft.dashboard());
    }

    private void permitted(Template template, Author author) {
        if (!mayChange(template, author.name())) {
            throw new AdministratorsOnly("Only its author or an administrator may change the template '" + template.title() + "'");
        }
    }

    private static Pipeline checked(Pipeline pipeline) {
        if (pipeline.name().isBlank() || pipeline.name().length() > Pipeline.LONGEST_NAME) {
            throw new TemplateRefused("A title has 1 to " + Pipeline.LONGEST_NAME + " characters");
        }
        if (pipeline.description().length() > Pipeline.LONGEST_DESCRIPTION) {
            throw new TemplateRefused("What it does has at most " + Pipeline.LONGEST_DESCRIPTION + " characters, not " + pipeline.description().length());
        }
        if (pipeline.nodes().isEmpty()) {
            throw new TemplateRefused("There is nothing drawn yet");
        }
        return pipeline;
    }

    private static List<String> tags(List<String> tags) {
        List<String> clean = tags.stream().map(String::strip).filter(t -> !t.isEmpty()).distinct().toList();
        clean.stream().filter(t -> !TemplateHead.isTag(t)).findFirst().ifPresent(wrong -> {
            throw new TemplateRefused("'" + wrong + "' cannot be a tag: use a few words of letters and digits, at most 30 characters");
        });
        if (clean.size() > TemplateHead.MOST_TAGS) {
            throw new TemplateRefused("A template has at most " + TemplateHead.MOST_TAGS + " tags, not " + clean.size());
        }
        return clean;
    }

    private static String note(String note) {
        if (note.length() > Templates.LONGEST_NOTE) {
            throw new TemplateRefused("What is new has at most " + Templates.LONGEST_NOTE + " characters, not " + note.length());
        }
        return note.strip();
    }

    /** Readable, and nobody else's wherever templates are made: by their ids files are known again. */
    private String freeId(String title) {
        String stem = NodeId.free(title, Set.of()).value();
        stem = stem.length() <= LONGEST_STEM ? stem : stem.substring(0, LONGEST_STEM).replaceAll("-+$", "");
        var end = new StringBuilder();
        for (int i = 0; i < RANDOM; i++) {
            end.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return stem + "-" + end;
    }
}
