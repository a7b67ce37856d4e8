package dev.millrace.server.templates;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.columns.Proposal;
import dev.millrace.server.columns.ProposalRefused;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.outside.OutsideUnavailable;
import dev.millrace.server.outside.SchemaRegistries;
import dev.millrace.server.outside.UnknownOutside;
import dev.millrace.template.ColumnMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a topic of somebody who uses a template: which of its columns could be those that the template expects, and whether their values are. Calls look into Kafka and block. */
public final class OwnTopics {
    private final Columns columns;
    private final Topics topics;
    private final SchemaRegistries registries;
    private final List<String> clusters;

    /** @param registries that may know the schemas of records @param clusters names of those that are set up, the default one first */
    public OwnTopics(Columns columns, Topics topics, SchemaRegistries registries, List<String> clusters) {
        this.columns = columns;
        this.topics = topics;
        this.registries = registries;
        this.clusters = List.copyOf(clusters);
    }

    /** Names of the Kafka clusters whose topics can be chosen, the default one first. */
    public List<String> clusters() {
        return clusters;
    }

    /** The topics of a cluster, by name. @throws dev.millrace.server.kafka.KafkaUnavailable */
    public List<String> names(String cluster) {
        return topics.on(cluster).list().stream().map(TopicSummary::name).toList();
    }

    /** What records can be read as, in words. */
    public String formats() {
        return registries.names().isEmpty() ? "JSON" : "JSON or Avro";
    }

    /**
     * @param registry whose schemas the records are written with; empty: they are JSON
     * @param mine all columns of the topic
     * @param proposed for each column that is wanted the one of them that is most like it
     */
    public record Found(String from, Optional<String> registry, List<ColumnMatch.Mine> mine, Map<String, Optional<String>> proposed) {}

    private record Read(Optional<String> registry, Proposal proposal) {}

    /**
     * Looks whether records are JSON, and where not, whether a schema registry knows how they were written.
     *
     * @throws dev.millrace.server.columns.ProposalRefused where the topic has no records, or none of them can be read
     * @throws dev.millrace.server.kafka.UnknownTopic
     * @throws dev.millrace.server.kafka.KafkaUnavailable
     */
    public Found look(Schema wanted, Topic topic) {
        Read read = read(topic);
        Proposal found = read.proposal();
        List<ColumnMatch.Mine> mine = found.columns().stream().map(c -> {
            var types = new ArrayList<LogicalType>(List.of(c.type()));
            types.addAll(c.others());
            return new ColumnMatch.Mine(c.name(), types);
        }).toList();
        return new Found(found.from(), read.registry(), mine, ColumnMatch.propose(wanted, mine, found.timeColumn()));
    }

    private Read read(Topic topic) {
        try {
            return new Read(Optional.empty(), columns.ofTopic(topic, new Rel.Format.Json(), List.of()));
        } catch (ProposalRefused noJson) {
            return likeliest(topic).stream().flatMap(registry -> written(topic, registry).stream()).findFirst().orElseThrow(() -> noJson);
        }
    }

    /** Numbers of schemas mean something else in each registry: the one that knows the topic by its name comes first. */
    private List<String> likeliest(Topic topic) {
        return registries.names().stream().sorted(Comparator.comparing((String registry) -> !knows(registry, topic))).toList();
    }

    private boolean knows(String registry, Topic topic) {
        try {
            return registries.names().size() == 1 || registries.subjects(registry).contains(topic.name() + "-value");
        } catch (OutsideUnavailable | UnknownOutside silent) {
            return false;
        }
    }

    private Optional<Read> written(Topic topic, String registry) {
        try {
            return Optional.of(new Read(Optional.of(registry), columns.ofTopic(topic, format(Optional.of(registry)), List.of())));
        } catch (ProposalRefused | OutsideUnavailable | UnknownOutside other) {
            return Optional.empty();
        }
    }

    private static Rel.Format format(Optional<String> registry) {
        return registry.isPresent() ? new Rel.Format.Avro(Optional.empty(), registry) : new Rel.Format.Json();
    }

    /** Which share of the newest values of each column fits the type with which it is to be read, from 0 to 1. @param registry as found @throws as {@link #look} */
    public Map<String, Double> fits(Topic topic, Optional<String> registry, List<Column> readAs) {
        var shares = new LinkedHashMap<String, Double>();
        columns.ofTopic(topic, format(registry), readAs).columns().forEach(c -> c.declared().ifPresent(share -> shares.put(c.name(), share)));
        return shares;
    }
}
