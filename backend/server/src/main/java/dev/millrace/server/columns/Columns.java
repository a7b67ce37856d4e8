package dev.millrace.server.columns;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import java.util.List;
import java.util.Optional;

/**
 * Proposes columns, so that nobody has to type them. Calls that look outside block for some seconds at most.
 *
 * <p>Where columns are declared already, what is proposed says how many values fit their types too.
 */
public interface Columns {
    /** Records of a topic that are looked at. */
    int NEWEST = 500;
    /** Characters of pasted samples and of files that are looked at. */
    int LONGEST_TEXT = 1_000_000;

    /**
     * From the newest records of a topic.
     *
     * @param format how they are read; for CSV with the names of the fields that are known
     * @throws ProposalRefused where there is nothing to propose from
     * @throws dev.millrace.server.kafka.UnknownTopic where there is no such topic
     * @throws dev.millrace.server.kafka.KafkaUnavailable where Kafka does not answer
     */
    Proposal ofTopic(Topic topic, Rel.Format format, List<Column> declared);

    /**
     * From records at hand, for formats that say by themselves what is in a record: JSON, CSV and changes by Debezium.
     *
     * @return empty for other formats
     */
    Optional<Proposal> ofRecords(String from, Rel.Format format, List<RecordTrial.Entry> records);

    /** From records as text: JSON objects, one a line or in a list, or CSV. @throws ProposalRefused where there are none */
    Proposal ofSamples(Pasted pasted, List<Column> declared);

    /** From a JSON Schema or an Avro schema of a record, told apart by their looks. @throws ProposalRefused where the text is neither */
    Proposal ofSchema(String text);

    /**
     * From a schema that a registry has.
     *
     * @param version a number, or latest
     * @throws dev.millrace.server.outside.UnknownOutside where there is none
     * @throws dev.millrace.server.outside.OutsideUnavailable where the registry does not answer
     */
    Proposal ofSubject(String registry, String subject, String version);

    /** From a table of a database that is set up. @throws dev.millrace.server.outside.UnknownOutside where there is none */
    Proposal ofTable(String database, String table);
}
