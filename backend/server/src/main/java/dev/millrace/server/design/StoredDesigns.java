package dev.millrace.server.design;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.document.DocumentRefused;
import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Designs in PostgreSQL, with what was parsed and compiled last kept in memory: revisions never change. */
final class StoredDesigns implements DesignService {
    private static final Logger LOG = LoggerFactory.getLogger(StoredDesigns.class);

    /** Two people who change one setting within this time have met, whatever each had on the screen. */
    private static final Duration SAME_TIME = Duration.ofSeconds(3);
    private static final int MOST_TRIES = 100;
    private static final int LONGEST_NAME = 200;

    private final PipelineStore store;
    private final PipelineDocument documents;
    private final Compiler compiler;
    private final Listeners listeners;
    private final Remembered<Key, Pipeline> parsed = new Remembered<>(2_000);
    private final Remembered<Compiled, Compilation> compiled = new Remembered<>(200);

    private record Key(PipelineId id, long revision) {}

    /** What is said of a revision may change when a fragment is published. */
    private record Compiled(Key key, long fragments) {}

    StoredDesigns(PipelineStore store, PipelineDocument documents, Compiler compiler, Listeners listeners) {
        this.store = store;
        this.documents = documents;
        this.compiler = compiler;
        this.listeners = listeners;
    }

    @Override public List<PipelineSummary> list() {
        List<PipelineStore.Head> heads = store.heads();
        var unknown = heads.stream().filter(h -> parsed.get(new Key(h.id(), h.number())).isEmpty()).map(PipelineStore.Head::id).toList();
        var read = new LinkedHashMap<PipelineId, Pipeline>();
        store.heads(unknown).forEach((id, row) -> read.put(id, readable(row)));
        var summaries = new ArrayList<PipelineSummary>();
        for (PipelineStore.Head head : heads) {
            Pipeline pipeline = read.containsKey(head.id()) ? read.get(head.id())
                    : parsed.get(new Key(head.id(), head.number())).orElse(null);
            if (pipeline != null) {
                summaries.add(new PipelineSummary(head.id(), pipeline, head.owner(), head.number(), head.savedAt(), head.author()));
            }
        }
        return summaries;
    }

    @Override public Design create(String name, Pipeline pipeline, Author author) {
        return store(pipeline.withName(name), author, "Created");
    }

    @Override public Design open(PipelineId id) {
        return design(store.head(id).orElseThrow(() -> new UnknownPipeline(id)));
    }

    @Override public Design open(PipelineId id, long revision) {
        return design(store.revision(id, revision).orElseThrow(() -> new UnknownPipeline(id, revision)));
    }

    @Override public Edited edit(PipelineId id, PipelineEdit edit, long seen, Author author) {
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            PipelineStore.Row head = store.head(id).orElseThrow(() -> new UnknownPipeline(id));
            Pipeline before = parse(head);
            String document = documents.write(checked(edit.apply(before)));
            // What is stored is canonical, with presets written out: that is what the editor gets and what is compared.
            Pipeline after = documents.read(document);
            PipelineEdit inverse = edit.inverse(before);
            if (after.equals(before)) {
                return new Edited(before, design(head), inverse, List.of());
            }
            var touched = Touched.between(before, after, documents);
            List<Overwrite> overwritten = overwrites(id, touched, before, after, seen, author);
            var draft = new PipelineStore.Draft(document, author, EditSummary.of(edit, before), touched, overwritten);
            if (store.append(id, head.number(), draft)) {
                parsed.put(new Key(id, head.number() + 1), after);
                return new Edited(before, open(id, head.number() + 1), inverse, overwritten);
            }
        }
        throw new IllegalStateException("The pipeline " + id + " is being changed so quickly that the edit found no gap; try again");
    }

    @Override public Design replace(PipelineId id, long expected, Pipeline pipeline, Author author) {
        PipelineStore.Row head = store.head(id).orElseThrow(() -> new UnknownPipeline(id));
        if (head.number() != expected) {
            throw new StaleRevision(expected, head.number());
        }
        Pipeline before = parse(head);
        String document = documents.write(checked(pipeline));
        Pipeline after = documents.read(document);
        if (after.equals(before)) {
            return design(head);
        }
        var draft = new PipelineStore.Draft(document, author, "Replaced the document", Touched.between(before, after, documents), List.of());
        if (!store.append(id, expected, draft)) {
            throw new StaleRevision(expected, store.headNumber(id).orElseThrow(() -> new UnknownPipeline(id)));
        }
        return open(id, expected + 1);
    }

    @Override public void delete(PipelineId id, Author author) {
        if (!store.delete(id, author.name())) {
            throw new UnknownPipeline(id);
        }
    }

    @Override public List<Revision> revisions(PipelineId id) {
        List<Revision> revisions = store.revisions(id);
        if (revisions.isEmpty()) {
            throw new UnknownPipeline(id);
        }
        return revisions;
    }

    @Override public Map<Long, String> names(PipelineId id) {
        return store.names(id);
    }

    @Override public void name(PipelineId id, long revision, RevisionName name, Author author) {
        existing(id, revision);
        store.name(id, revision, name, author.name());
    }

    @Override public void unname(PipelineId id, long revision) {
        existing(id, revision);
        store.unname(id, revision);
    }

    private void existing(PipelineId id, long revision) {
        long newest = store.headNumber(id).orElseThrow(() -> new UnknownPipeline(id));
        if (revision < 1 || revision > newest) {
            throw new UnknownPipeline(id, revision);
        }
    }

    @Override public String exportYaml(PipelineId id) {
        return documents.write(open(id).pipeline());
    }

    @Override public Design importYaml(String document, Author author) {
        return store(documents.read(document), author, "Imported");
    }

    @Override public Compilation validate(Pipeline pipeline) {
        return compiler.compile(pipeline);
    }

    @Override public Subscription listen(PipelineId id, Consumer<Change> listener) {
        long known = store.headNumber(id).orElseThrow(() -> new UnknownPipeline(id));
        return listeners.add(id, known, listener, this::changeSince);
    }

    /** What a listener that knows revision {@code known} has to hear; null where nothing. */
    private Change changeSince(PipelineId id, long known) {
        var head = store.head(id);
        if (head.isEmpty()) {
            return new Change.Removed(id);
        }
        return head.get().number() > known ? new Change.Revised(design(head.get()), store.overwritesSince(id, known)) : null;
    }

    private Design store(Pipeline pipeline, Author author, String summary) {
        PipelineId id = PipelineId.random();
        store.create(id, new PipelineStore.Draft(documents.write(checked(pipeline)), author, summary, List.of(), List.of()));
        return open(id);
    }

    private List<Overwrite> overwrites(PipelineId id, java.util.Collection<String> touched, Pipeline before, Pipeline after, long seen,
            Author author) {
        var found = new LinkedHashMap<String, Overwrite>();
        for (PipelineStore.Touch other : store.touchedSince(id, seen, Instant.now().minus(SAME_TIME))) {
            if (other.author().equals(author)) {
                continue;
            }
            for (String theirs : other.places()) {
                if (touched.stream().anyMatch(mine -> Touched.replaces(mine, theirs, after))) {
                    found.putIfAbsent(theirs, new Overwrite(Touched.inWords(theirs, before), other.author(), author,
                            Touched.valueAt(theirs, before), other.number()));
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static Pipeline checked(Pipeline pipeline) {
        if (pipeline.name().isBlank() || pipeline.name().length() > LONGEST_NAME) {
            throw new EditRefused("A pipeline's name has 1 to " + LONGEST_NAME + " characters");
        }
        return pipeline;
    }

    private Design design(PipelineStore.Row row) {
        Pipeline pipeline = parse(row);
        var key = new Compiled(new Key(row.id(), row.number()), compiler.kinds().edition());
        Compilation compilation = compiled.get(key).orElseGet(() -> {
            Compilation fresh = compiler.compile(pipeline);
            compiled.put(key, fresh);
            return fresh;
        });
        return new Design(row.id(), row.owner(), row.number(), pipeline, compilation, row.savedAt(), row.author());
    }

    private Pipeline parse(PipelineStore.Row row) {
        var key = new Key(row.id(), row.number());
        return parsed.get(key).orElseGet(() -> {
            Pipeline pipeline = documents.read(row.document());
            parsed.put(key, pipeline);
            return pipeline;
        });
    }

    /** One document that cannot be read must not hide all the others. */
    private Pipeline readable(PipelineStore.Row row) {
        try {
            return parse(row);
        } catch (DocumentRefused unreadable) {
            LOG.error("Revision {} of pipeline {} cannot be read", row.number(), row.id(), unreadable);
            return Pipeline.empty("Unreadable pipeline " + row.id());
        }
    }
}
