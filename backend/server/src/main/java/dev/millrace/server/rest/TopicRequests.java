package dev.millrace.server.rest;

import dev.millrace.server.kafka.InferredColumns;
import dev.millrace.server.kafka.PeekedRecord;
import dev.millrace.server.kafka.TopicDescription;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.server.kafka.Topics;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Topics of the Kafka cluster. */
@RestController
@RequestMapping("/api/v1/topics")
@Tag(name = "Topics")
class TopicRequests {
    private final Topics topics;

    TopicRequests(Topics topics) {
        this.topics = topics;
    }

    /** @param partitions empty for 1 @param replicas empty for 1 */
    record NewTopic(String name, Integer partitions, Integer replicas) {}

    /** Columns with their types as people write them. */
    record ColumnsBody(String topic, int sampled, int unreadable, List<ColumnBody> columns, String timeColumn) {
        record ColumnBody(String name, String type, double present, double fits, String note) {}

        static ColumnsBody of(InferredColumns inferred) {
            return new ColumnsBody(inferred.topic(), inferred.sampled(), inferred.unreadable(), inferred.columns().stream()
                    .map(c -> new ColumnBody(c.name(), c.type().toString(), c.present(), c.fits(), c.note())).toList(),
                    inferred.timeColumn().orElse(null));
        }
    }

    @GetMapping
    @Operation(summary = "All topics but Kafka's own, by name")
    List<TopicSummary> list() {
        return topics.list();
    }

    @PostMapping
    @Operation(summary = "Create a topic")
    ResponseEntity<TopicDescription> create(@RequestBody NewTopic topic) {
        if (topic.name() == null) {
            throw new BadRequest("'name' is missing: what the topic shall be called");
        }
        TopicDescription created = topics.create(topic.name(), topic.partitions() == null ? 1 : topic.partitions(),
                topic.replicas() == null ? 1 : topic.replicas());
        return ResponseEntity.created(URI.create("/api/v1/topics/" + created.name())).body(created);
    }

    @GetMapping("/{name}")
    @Operation(summary = "Partitions and offsets of a topic")
    TopicDescription describe(@PathVariable String name) {
        return topics.describe(name);
    }

    @GetMapping("/{name}/records")
    @Operation(summary = "The newest records as text, newest first")
    List<PeekedRecord> peek(@PathVariable String name, @RequestParam(defaultValue = "20") int limit) {
        return topics.peek(name, limit);
    }

    @GetMapping("/{name}/columns")
    @Operation(summary = "Columns proposed from the newest records")
    ColumnsBody columns(@PathVariable String name) {
        return ColumnsBody.of(topics.inferColumns(name));
    }
}
