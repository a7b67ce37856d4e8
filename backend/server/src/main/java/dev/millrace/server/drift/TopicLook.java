package dev.millrace.server.drift;

import dev.millrace.server.columns.RecordTrial.Entry;
import dev.millrace.server.kafka.PartitionEnd;
import java.util.List;

/**
 * What was seen in a topic.
 *
 * @param newest its newest records, oldest first
 */
record TopicLook(String topic, List<Entry> newest, List<PartitionEnd> partitions) {
    TopicLook {
        newest = List.copyOf(newest);
        partitions = List.copyOf(partitions);
    }

    /** "the newest 200 records of 'orders'". */
    String records() {
        return "the newest " + (newest.size() == 1 ? "record" : newest.size() + " records") + " of '" + topic + "'";
    }
}
