package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.server.kafka.ConsumerGroup;
import dev.millrace.server.kafka.Retention;
import dev.millrace.server.kafka.TopicDetails;
import dev.millrace.server.kafka.TopicListing;
import dev.millrace.server.kafka.TopicRecord;
import dev.millrace.server.topics.TopicPipelines;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A topic as the interface tells of it. What is not known is left out.
 *
 * @param replicas copies of each partition
 * @param records newest minus oldest offset over all partitions
 * @param bytes of one copy
 * @param cleanup delete, compact or compact-and-delete
 * @param retentionMillis how long records are kept; -1: for ever
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TopicBody(String name, int partitions, int replicas, long records, Long bytes, String cleanup, Long retentionMillis) {
    static TopicBody of(TopicListing t) {
        return new TopicBody(t.name(), t.partitions(), t.replicas(), t.records(), t.bytes().isPresent() ? t.bytes().getAsLong() : null,
                t.retention().map(r -> word(r.cleanup())).orElse(null), t.retention().map(r -> r.keep().map(k -> k.toMillis()).orElse(-1L)).orElse(null));
    }

    static String word(Retention.Cleanup cleanup) {
        return cleanup.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param settings those that differ from the broker's presets */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Details(String name, int replicas, long records, Long bytes, String cleanup, Long retentionMillis, List<Partition> partitions,
            List<TopicDetails.Setting> settings) {
        static Details of(TopicDetails d) {
            TopicBody t = TopicBody.of(d.topic());
            return new Details(t.name(), t.replicas(), t.records(), t.bytes(), t.cleanup(), t.retentionMillis(), d.partitions().stream().map(Partition::of).toList(),
                    d.settings());
        }
    }

    /** @param leader left out where no broker serves the partition */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Partition(int number, Integer leader, List<Integer> replicas, List<Integer> inSync, long begin, long end, Long bytes) {
        static Partition of(TopicDetails.Partition p) {
            return new Partition(p.number(), p.leader().isPresent() ? p.leader().getAsInt() : null, p.replicas(), p.inSync(), p.begin(), p.end(),
                    p.bytes().isPresent() ? p.bytes().getAsLong() : null);
        }
    }

    /** @param key and value left out where the record has none; as hexadecimal digits where they are binary; cut after some thousand characters */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Record(int partition, long offset, Instant timestamp, String key, boolean keyBinary, String value, boolean valueBinary, boolean cut, long bytes,
            List<Header> headers) {
        static Record of(TopicRecord r) {
            var key = r.key().orElse(null);
            var value = r.value().orElse(null);
            return new Record(r.partition(), r.offset(), r.timestamp(), key == null ? null : key.text(), key != null && key.binary(), value == null ? null : value.text(),
                    value != null && value.binary(), key != null && key.cut() || value != null && value.cut(),
                    (key == null ? 0 : key.bytes()) + (value == null ? 0 : value.bytes()),
                    r.headers().stream().map(h -> new Header(h.name(), h.value().map(TopicRecord.Content::text).orElse(null),
                            h.value().map(TopicRecord.Content::binary).orElse(false))).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Header(String name, String value, boolean binary) {}

    /** @param deployment the one whose job commits as this group; left out where it is nobody's here */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(String id, String state, long lag, List<ConsumerGroup.Member> members, List<Progress> partitions, String deployment, String pipeline) {
        static Group of(ConsumerGroup g, TopicPipelines pipelines) {
            var job = pipelines.job(g.id());
            return new Group(g.id(), g.state(), g.lag(), g.members(), g.partitions().stream().map(p -> new Progress(p.partition(),
                    p.committed().isPresent() ? p.committed().getAsLong() : null, p.end(), p.lag())).toList(),
                    job.map(j -> j.deployment().toString()).orElse(null), job.map(j -> j.pipeline().toString()).orElse(null));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Progress(int partition, Long committed, long end, long lag) {}

    /** @param deployment its deployment that is not over */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Use(String pipeline, String name, List<String> reads, List<String> writes, String deployment) {
        static Use of(TopicPipelines.Use u) {
            return new Use(u.pipeline().toString(), u.name(), u.reads(), u.writes(), u.running().map(Object::toString).orElse(null));
        }
    }
}
