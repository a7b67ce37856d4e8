package dev.millrace.server.rest;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Durations;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.kafka.ReadFrom;
import dev.millrace.server.kafka.Retention;
import dev.millrace.server.kafka.TopicCatalog;
import dev.millrace.server.kafka.TopicDetails;
import dev.millrace.server.kafka.TopicWish;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.security.User;
import dev.millrace.server.topics.TopicPipelines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Topics of a Kafka cluster: the one that a request names, or the default one. */
@RestController
@RequestMapping("/api/v1/topics")
@Tag(name = "Topics")
class TopicRequests {
    private final TopicCatalog topics;
    private final TopicPipelines pipelines;
    private final Columns columns;

    TopicRequests(TopicCatalog topics, TopicPipelines pipelines, Columns columns) {
        this.topics = topics;
        this.pipelines = pipelines;
        this.columns = columns;
    }

    /**
     * @param partitions empty for 1
     * @param replicas empty for 1
     * @param cleanup delete, compact or compact-and-delete; empty: as the broker presets
     * @param retention such as {@code 7 d}, or {@code forever}; empty: as the broker presets
     */
    record NewTopic(String name, Integer partitions, Integer replicas, String cleanup, String retention) {}

    @GetMapping
    @Operation(summary = "All topics but Kafka's own, by name")
    List<TopicBody> list(@RequestParam(defaultValue = Topic.DEFAULT_CLUSTER) String cluster) {
        return topics.on(cluster).list().stream().map(TopicBody::of).toList();
    }

    @PostMapping
    @Operation(summary = "Create a topic")
    ResponseEntity<TopicBody.Details> create(@RequestBody NewTopic topic, @RequestParam(defaultValue = Topic.DEFAULT_CLUSTER) String cluster) {
        if (topic.name() == null) {
            throw new BadRequest("'name' is missing: what the topic shall be called");
        }
        TopicDetails created = topics.on(cluster).create(new TopicWish(topic.name(), topic.partitions() == null ? 1 : topic.partitions(),
                topic.replicas() == null ? 1 : topic.replicas(), Optional.ofNullable(topic.cleanup()).map(TopicRequests::cleanup),
                Optional.ofNullable(topic.retention()).map(TopicRequests::retention)));
        return ResponseEntity.created(URI.create("/api/v1/topics/" + created.topic().name() + (cluster.equals(Topic.DEFAULT_CLUSTER) ? "" : "?cluster=" + cluster))).body(TopicBody.Details.of(created));
    }

    private static Retention.Cleanup cleanup(String word) {
        return Arrays.stream(Retention.Cleanup.values()).filter(c -> TopicBody.word(c).equals(word)).findFirst()
                .orElseThrow(() -> new BadRequest("'cleanup' is delete, compact or compact-and-delete"));
    }

    private static Duration retention(String words) {
        try {
            return words.equals("forever") ? TopicWish.FOR_EVER : Durations.parse(words);
        } catch (IllegalArgumentException wrong) {
            throw new BadRequest("'retention' is a time such as 7 d, or forever: " + wrong.getMessage());
        }
    }

    @GetMapping("/{name}")
    @Operation(summary = "Partitions, offsets and own settings of a topic")
    TopicBody.Details describe(@PathVariable String name, @RequestParam(defaultValue = Topic.DEFAULT_CLUSTER) String cluster) {
        return TopicBody.Details.of(topics.on(cluster).describe(name));
    }

    /** @param confirm the name of the topic again, so that nothing is deleted by a slip */
    @DeleteMapping("/{name}")
    @Operation(summary = "Delete a topic with all its records, for good; for administrators")
    ResponseEntity<Void> delete(@PathVariable String name, @RequestParam(required = false) String confirm,
            @RequestParam(defaultValue = Topic.DEFAULT_CLUSTER) String cluster, Authentication caller) {
        if (caller.getAuthorities().stream().noneMatch(a -> ("ROLE_" + User.Role.ADMINISTRATOR).equals(a.getAuthority()))) {
            throw new AdministratorsOnly("Only administrators may delete topics; ask one of them");
        }
        if (!name.equals(confirm)) {
            throw new BadRequest("The topic and all its records would be gone for good: repeat its name as ?confirm=" + name);
        }
        topics.on(cluster).delete(name);
        return ResponseEntity.noContent().build();
    }

    /** @param offset of the first record @param time of the first record, such as 2026-11-24T08:30:00Z @param partition empty: all */
    @GetMapping("/{name}/records")
    @Operation(summary = "Records as text: the newest first, or the first ones from an offset or a moment, oldest first")
    List<TopicBody.Record> records(@PathVariable String name, @RequestParam(defaultValue = "20") int limit, @RequestParam(required = false) Long offset,
            @RequestParam(required = false) String time, @RequestParam(required = false) Integer partition,
            @RequestParam(defaultValue = Topic.DEFAULT_CLUSTER) String cluster) {
        if (offset != null && time != null) {
            throw new BadRequest("Either 'offset' or 'time' says where to begin, not both");
        }
        ReadFrom from = offset != null ? new ReadFrom.Offset(offset) : time != null ? new ReadFrom.Time(moment(time)) : new ReadFrom.Newest();
        return topics.on(cluster).records(name, from, partition == null ? OptionalInt.empty() : OptionalInt.of(partition), limit).stream().map(TopicBody.Record::of).toList();
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new BadRequest("'time' is a moment such as 2026-11-24T08:30:00Z");
        }
    }

    @GetMapping("/{name}/groups")
    @Operation(summary = "Consumer groups that read the topic, with their lag and members")
    List<TopicBody.Group> groups(@PathVariable String name, @RequestParam(defaultValue = Topic.DEFAULT_CLUSTER) String cluster) {
        return topics.on(cluster).groups(name).stream().map(g -> TopicBody.Group.of(g, pipelines)).toList();
    }

    @GetMapping("/{name}/pipelines")
    @Operation(summary = "Pipelines that read or write the topic")
    List<TopicBody.Use> pipelines(@PathVariable String name, @RequestParam(defaultValue = Topic.DEFAULT_CLUSTER) String cluster) {
        return pipelines.of(new Topic(cluster, name)).stream().map(TopicBody.Use::of).toList();
    }

    /** @param separator for CSV @param registry for Avro: the name of the schema registry that has the schemas of the records */
    @GetMapping("/{name}/columns")
    @Operation(summary = "Columns proposed from the newest records, by format: json, csv, avro, debezium or text")
    ProposalBody columns(@PathVariable String name, @RequestParam(defaultValue = "json") String format, @RequestParam(defaultValue = ",") String separator,
            @RequestParam(required = false) String registry, @RequestParam(defaultValue = Topic.DEFAULT_CLUSTER) String cluster) {
        Rel.Format read = switch (format) {
            case "json" -> new Rel.Format.Json();
            case "csv" -> new Rel.Format.Csv(List.of(), ColumnRequests.separator(separator), false);
            case "avro" -> new Rel.Format.Avro(Optional.empty(), Optional.ofNullable(registry));
            case "debezium" -> new Rel.Format.Debezium();
            case "text" -> new Rel.Format.Text();
            default -> throw new BadRequest("'format' is json, csv, avro, debezium or text");
        };
        return ProposalBody.of(columns.ofTopic(new Topic(cluster, name), read, List.of()));
    }
}
