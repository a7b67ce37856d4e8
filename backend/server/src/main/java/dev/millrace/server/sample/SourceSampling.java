package dev.millrace.server.sample;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Schema;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.Samples;
import dev.millrace.server.kafka.UnknownTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads topics where a choice asks for their records; all else is made here or given by the source itself while the preview runs. */
final class SourceSampling implements Sampling {
    /** A pattern may match very many topics; so many of them are read. */
    private static final int MOST_TOPICS = 20;

    private final Compiler compiler;
    private final Samples topics;
    private final SampleTexts texts;
    private final SampleSets sets;

    SourceSampling(Compiler compiler, Samples topics, SampleTexts texts, SampleSets sets) {
        this.compiler = compiler;
        this.topics = topics;
        this.texts = texts;
        this.sets = sets;
    }

    private Map<NodeId, Rel.Scan> scans(Compilation compiled) {
        return compiler.soundPart(compiled).map(Sources::of).orElse(Map.of());
    }

    @Override public Map<NodeId, Schema> sources(Compilation compiled) {
        var found = new LinkedHashMap<NodeId, Schema>();
        scans(compiled).forEach((node, scan) -> found.put(node, scan.schema()));
        return found;
    }

    @Override public boolean readsTopics(Compilation compiled, NodeId source) {
        return scans(compiled).get(source) instanceof Rel.KafkaScan;
    }

    @Override public TakenSample take(Compilation compiled, SampleChoice choice, TakenSample before) {
        var saved = new SavedSets();
        var taken = new LinkedHashMap<NodeId, TakenSample.OfSource>();
        Map<NodeId, Rel.Scan> scans = scans(compiled);
        scans.forEach((node, scan) -> {
            TakenSample.OfSource known = before.sources().get(node);
            Taking taking = choice.of(node);
            taken.put(node, known != null && known.taking().equals(taking) && known.scan().equals(scan) ? known : take(node, scan, taking, saved));
        });
        var left = new ArrayList<String>();
        saved.opened.values().forEach(set -> set.sources().keySet().stream().filter(n -> !scans.containsKey(n)).sorted(Comparator.comparing(NodeId::value))
                .forEach(n -> left.add("'" + set.name() + "' has rows for '" + n + "', which is no source that can run here.")));
        return new TakenSample(taken, left);
    }

    /** Each set is opened once for all sources. */
    private static final class SavedSets {
        private final Map<UUID, SampleSet> opened = new LinkedHashMap<>();
    }

    private TakenSample.OfSource take(NodeId node, Rel.Scan scan, Taking taking, SavedSets saved) {
        var notes = new ArrayList<String>();
        SourceSample sample = switch (taking) {
            case Taking.Newest(int most) -> newest(scan, most, notes);
            case Taking.Span span -> span(node, scan, span, notes);
            case Taking.Typed(String text) -> typed(node, scan, text);
            case Taking.Generated(int rows, long seed) -> new SourceSample.Rows(GeneratedRows.of(scan.schema(), delay(scan), rows, seed).stream()
                    .map(SourceSample.Row::of).toList());
            case Taking.Saved(PipelineId pipeline, UUID id) -> {
                SampleSet set = saved.opened.computeIfAbsent(id, key -> sets.open(pipeline, key));
                SourceSample of = set.sources().get(node);
                if (of == null) {
                    notes.add("'" + set.name() + "' has no rows for '" + node + "', so its newest were taken.");
                    yield newest(scan, Taking.USUAL, notes);
                }
                if (of instanceof SourceSample.Records && !(scan instanceof Rel.KafkaScan)) {
                    notes.add("'" + set.name() + "' has records of a topic for '" + node + "', which reads none now, so its first rows were taken.");
                    yield newest(scan, Taking.USUAL, notes);
                }
                yield of;
            }
        };
        return new TakenSample.OfSource(taking, scan, sample, notes);
    }

    private SourceSample typed(NodeId node, Rel.Scan scan, String text) {
        SampleTexts.Read read = texts.read(text, scan.schema());
        if (!read.problems().isEmpty()) {
            throw new SampleRefused("The rows for '" + node + "' do not fit its columns. " + read.problems().stream().map(SampleTexts.Problem::toString)
                    .collect(Collectors.joining(". ")) + ".");
        }
        if (read.rows().isEmpty()) {
            throw new SampleRefused("The text for '" + node + "' holds no rows");
        }
        return new SourceSample.Rows(read.rows().stream().map(SourceSample.Row::of).toList());
    }

    private SourceSample newest(Rel.Scan scan, int most, List<String> notes) {
        return scan instanceof Rel.KafkaScan kafka ? records(kafka, notes, (from, topic) -> {
            List<Samples.Raw> found = from.newest(topic, most);
            if (found.isEmpty()) {
                notes.add("The topic '" + topic + "' has no records yet.");
            }
            return found;
        }) : new SourceSample.First(most);
    }

    private SourceSample span(NodeId node, Rel.Scan scan, Taking.Span span, List<String> notes) {
        if (!(scan instanceof Rel.KafkaScan kafka)) {
            notes.add("'" + node + "' reads no topic, so there is no span of time to choose: its first rows were taken.");
            return new SourceSample.First(span.most());
        }
        return records(kafka, notes, (from, topic) -> {
            List<Samples.Raw> found = from.between(topic, span.from(), span.to(), span.most() + 1);
            if (found.isEmpty()) {
                notes.add("The topic '" + topic + "' has no records in this span of time.");
            }
            if (found.size() > span.most()) {
                notes.add("The topic '" + topic + "' has more records in this span of time; the first " + span.most() + " were taken.");
            }
            return found.subList(0, Math.min(found.size(), span.most()));
        });
    }

    private interface Reading {
        List<Samples.Raw> of(Samples from, String topic);
    }

    private SourceSample records(Rel.KafkaScan scan, List<String> notes, Reading reading) {
        var records = new ArrayList<SampleRecord>();
        Samples from;
        try {
            from = topics.on(scan.cluster());
        } catch (KafkaUnavailable unknown) {
            notes.add(unknown.getMessage() + ", so nothing was read.");
            return new SourceSample.Records(records);
        }
        for (String topic : names(from, scan, notes)) {
            try {
                reading.of(from, topic).forEach(r -> records.add(new SampleRecord(topic, r.partition(), r.offset(), r.timestamp(), r.key(), r.value(),
                        r.headers().stream().map(h -> new SampleRecord.Header(h.name(), h.value())).toList())));
            } catch (UnknownTopic | KafkaUnavailable e) {
                notes.add(e.getMessage() + ", so nothing was read from it.");
            }
        }
        if (scan.topics().size() > 1 || scan.pattern().isPresent()) {
            // One copy reads them all; a deployment would take them side by side.
            records.sort(Comparator.comparing(SampleRecord::timestamp));
        }
        return new SourceSample.Records(records);
    }

    private static List<String> names(Samples from, Rel.KafkaScan scan, List<String> notes) {
        if (scan.pattern().isEmpty()) {
            return scan.topics();
        }
        try {
            var pattern = Pattern.compile(scan.pattern().get());
            var matching = new TreeSet<String>();
            from.names().stream().filter(name -> pattern.matcher(name).matches()).forEach(matching::add);
            if (matching.isEmpty()) {
                notes.add("No topic's name matches " + scan.pattern().get() + " yet.");
            }
            if (matching.size() > MOST_TOPICS) {
                notes.add("Of the " + matching.size() + " topics that match, the first " + MOST_TOPICS + " by name were read.");
            }
            return matching.stream().limit(MOST_TOPICS).toList();
        } catch (KafkaUnavailable e) {
            notes.add(e.getMessage() + ", so nothing was read.");
            return List.of();
        }
    }

    private static Duration delay(Rel.Scan scan) {
        return switch (scan) {
            case Rel.KafkaScan s -> s.eventTimeDelay();
            case Rel.ValuesScan s -> s.eventTimeDelay();
            case Rel.FilesScan s -> s.eventTimeDelay();
            case Rel.BackfillScan s -> s.topic().eventTimeDelay();
            case Rel.TableScan s -> s.eventTimeDelay();
            case Rel.DemoScan s -> s.eventTimeDelay();
        };
    }
}
