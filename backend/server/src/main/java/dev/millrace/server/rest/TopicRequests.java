package dev.millrace.server.rest;

import dev.millrace.rel.Rel;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.kafka.PeekedRecord;
import dev.millrace.server.kafka.TopicDescription;
import dev.millrace.server.kafka.TopicSummary;
import dev.millrace.server.kafka.Topics;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
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
    private final Columns columns;

    TopicRequests(Topics topics, Columns columns) {
        this.topics = topics;
        this.columns = columns;
    }

    /** @param partitions empty for 1 @param replicas empty for 1 */
    record NewTopic(String name, Integer partitions, Integer replicas) {}

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

    /** @param separator for CSV @param registry for Avro: the name of the schema registry that has the schemas of the records */
    @GetMapping("/{name}/columns")
    @Operation(summary = "Columns proposed from the newest records, by format: json, csv, avro, debezium or text")
    ProposalBody columns(@PathVariable String name, @RequestParam(defaultValue = "json") String format, @RequestParam(defaultValue = ",") String separator,
            @RequestParam(required = false) String registry) {
        Rel.Format read = switch (format) {
            case "json" -> new Rel.Format.Json();
            case "csv" -> new Rel.Format.Csv(List.of(), ColumnRequests.separator(separator), false);
            case "avro" -> new Rel.Format.Avro(Optional.empty(), Optional.ofNullable(registry));
            case "debezium" -> new Rel.Format.Debezium();
            case "text" -> new Rel.Format.Text();
            default -> throw new BadRequest("'format' is json, csv, avro, debezium or text");
        };
        return ProposalBody.of(columns.ofTopic(name, read, List.of()));
    }
}
