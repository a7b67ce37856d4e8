package dev.millrace.server.templates;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.columns.Proposal;
import dev.millrace.template.ColumnMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a topic of somebody who uses a template: which of its columns could be those that the template expects, and whether their values are. Calls look into Kafka and block. */
public final class OwnTopics {
    private final Columns columns;

    public OwnTopics(Columns columns) {
        this.columns = columns;
    }

    /** @param mine all columns of the topic @param proposed for each column that is wanted the one of them that is most like it */
    public record Found(String from, List<ColumnMatch.Mine> mine, Map<String, Optional<String>> proposed) {}

    /**
     * @throws dev.millrace.server.columns.ProposalRefused where the topic has no records, or none of them is JSON
     * @throws dev.millrace.server.kafka.UnknownTopic
     * @throws dev.millrace.server.kafka.KafkaUnavailable
     */
    public Found look(Schema wanted, Topic topic) {
        Proposal found = columns.ofTopic(topic, new Rel.Format.Json(), List.of());
        List<ColumnMatch.Mine> mine = found.columns().stream().map(c -> {
            var types = new ArrayList<LogicalType>(List.of(c.type()));
            types.addAll(c.others());
            return new ColumnMatch.Mine(c.name(), types);
        }).toList();
        return new Found(found.from(), mine, ColumnMatch.propose(wanted, mine, found.timeColumn()));
    }

    /** Which share of the newest values of each column fits the type with which it is to be read, from 0 to 1. @throws as {@link #look} */
    public Map<String, Double> fits(Topic topic, List<Column> readAs) {
        var shares = new LinkedHashMap<String, Double>();
        columns.ofTopic(topic, new Rel.Format.Json(), readAs).columns().forEach(c -> c.declared().ifPresent(share -> shares.put(c.name(), share)));
        return shares;
    }
}
