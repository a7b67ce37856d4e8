package dev.millrace.server.dashboards;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values of a topic's records. */
final class TopicFinding implements Finding {
    private final Query query;
    private final Optional<Rel.KafkaScan> as;
    private final TopicReaders.Lease lease;

    /** @param as how its records are read; empty: as JSON @throws IllegalArgumentException with a sentence for people where it cannot be read at all */
    TopicFinding(Query query, Topic topic, Optional<Rel.KafkaScan> as, TopicReaders readers) {
        this.query = query;
        this.as = as;
        this.lease = readers.lease(topic, as, query.options().window());
    }

    @Override public Figures now() {
        Instant now = Instant.now();
        TopicReader.State state = lease.reader().state();
        if (state.trouble().isPresent()) {
            return Figures.none(now, state.trouble().get());
        }
        Ring.Content content = lease.reader().rows();
        Instant from = now.minus(query.options().window());
        boolean cut = (content.isCut() || state.since().isAfter(from)) && !content.rows().isEmpty();
        Instant since = !state.begun() ? now : cut ? content.rows().getFirst().at() : from;
        Aggregation.Result result = Aggregation.of(query, content.rows(), now, since);
        return new Figures(now, result.times(), result.lines(), Optional.empty(), notes(state, content, cut, result.notes()), content.columns(), Optional.empty());
    }

    private List<String> notes(TopicReader.State state, Ring.Content content, boolean cut, List<String> others) {
        var notes = new ArrayList<String>();
        if (!state.begun()) {
            notes.add("Reading begins");
        } else if (content.rows().isEmpty()) {
            notes.add("No rows in this time");
        }
        if (cut) {
            notes.add("Only the newest " + Aggregation.said(content.rows().size(), "row") + ": more are not kept");
        }
        if (state.unreadable() > 0) {
            notes.add(Aggregation.said(state.unreadable(), "record") + " could not be read as " + DeclaredRows.word(as) + state.why().map(w -> ": " + w).orElse(""));
        }
        if (state.skipped() > 0) {
            notes.add(Aggregation.said(state.skipped(), "record") + " skipped: they come faster than a dashboard reads");
        }
        notes.addAll(others);
        return notes;
    }

    @Override public void close() {
        lease.close();
    }
}
