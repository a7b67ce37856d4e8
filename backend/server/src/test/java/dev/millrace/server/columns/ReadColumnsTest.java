package dev.millrace.server.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.server.kafka.Samples;
import dev.millrace.server.outside.SchemaRegistries;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadColumnsTest {
    private static final String ORDER = """
            {"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}, {"name": "note", "type": ["null", "string"]},
              {"name": "odd", "type": ["int", "string"]}]}""";

    private static ReadColumns columns(byte[]... records) {
        return new ReadColumns(new Records(records), new OneSchema(), null, (scan, entries) -> List.of(new RecordTrial.Fault(0, "id", "of no use")));
    }

    /** The same records in every topic. */
    private record Records(byte[]... values) implements Samples {
        @Override public List<Raw> newest(String topic, int most) {
            return Arrays.stream(values).map(r -> new Raw(0, 0, Instant.EPOCH, null, r, List.of())).toList();
        }

        @Override public List<Raw> between(String topic, Instant from, Instant to, int most) {
            return newest(topic, most);
        }

        @Override public Samples on(String cluster) {
            return this;
        }

        @Override public Set<String> names() {
            return Set.of();
        }
    }

    /** A registry with one schema, of which 7 is the number. */
    private static final class OneSchema implements SchemaRegistries {
        @Override public List<String> names() {
            return List.of("main");
        }

        @Override public List<String> subjects(String registry) {
            return List.of("orders-value");
        }

        @Override public List<Integer> versions(String registry, String subject) {
            return List.of(1);
        }

        @Override public Registered schema(String registry, String subject, String version) {
            return switch (subject) {
                case "orders-value" -> new Registered(7, 1, Language.AVRO, ORDER);
                case "json" -> new Registered(8, 2, Language.JSON, "{\"properties\": {\"id\": {\"type\": \"integer\"}}}");
                default -> new Registered(9, 1, Language.PROTOBUF, "message Order {}");
            };
        }

        @Override public Registered schema(String registry, int id) {
            return schema(registry, "orders-value", "1");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String written(Proposal proposal) {
        return proposal.columns().stream().map(c -> c.name() + " " + c.type() + (c.nullable() ? "" : " NOT NULL")).collect(Collectors.joining(", "));
    }

    private static Proposal pasted(String text) {
        return columns().ofSamples(Pasted.of(text), List.of());
    }

    @Test void aTopicSaysWhatFitsTheDeclaredTypesToo() {
        Proposal proposal = columns(bytes("{\"id\": \"x\"}"), bytes("{\"id\": 2, \"more\": 1}")).ofTopic(new Topic(Topic.DEFAULT_CLUSTER, "orders"), new Rel.Format.Json(), List.of(Column.of("id", LogicalType.INT)));
        assertThat(proposal.from()).isEqualTo("the newest 2 records of 'orders'");
        assertThat(proposal.columns().get(0).declared()).contains(0.5);
        assertThat(proposal.columns().get(1).declared()).isEmpty();
    }

    @Test void recordsOfARegistryAreReadByItsSchemas() {
        byte[] record = ByteBuffer.allocate(6).put((byte) 0).putInt(7).put((byte) 1).array();
        Proposal proposal = columns(record, bytes("x")).ofTopic(new Topic(Topic.DEFAULT_CLUSTER, "orders"), new Rel.Format.Avro(Optional.empty(), Optional.of("main")), List.of());
        assertThat(written(proposal)).isEqualTo("id BIGINT NOT NULL, note STRING");
        assertThat(proposal.notes()).containsExactly("Left out, as no column can hold them: 'odd'");
        assertThat(proposal.unreadable()).isEqualTo(1);
        assertThatThrownBy(() -> columns(bytes("{}")).ofTopic(new Topic(Topic.DEFAULT_CLUSTER, "orders"), new Rel.Format.Avro(Optional.empty(), Optional.of("main")), List.of()))
                .isInstanceOf(ProposalRefused.class).hasMessageContaining("not written with a schema registry");
    }

    @Test void aTopicWithoutRecordsIsSaidToHaveNone() {
        assertThatThrownBy(() -> columns().ofTopic(new Topic(Topic.DEFAULT_CLUSTER, "empty"), new Rel.Format.Json(), List.of())).isInstanceOf(ProposalRefused.class).hasMessageContaining("no records yet");
        assertThatThrownBy(() -> columns(bytes("a,b")).ofTopic(new Topic(Topic.DEFAULT_CLUSTER, "csv"), new Rel.Format.Json(), List.of())).isInstanceOf(ProposalRefused.class)
                .hasMessageContaining("another format");
    }

    @Test void pastedSamplesAreToldApartByTheirLooks() {
        assertThat(written(pasted("{\"id\": 1}\n\n{\"id\": 2, \"name\": \"x\"}\nnot json"))).isEqualTo("id BIGINT NOT NULL, name STRING");
        assertThat(written(pasted("[{\"id\": 1}, {\"id\": 2}]"))).isEqualTo("id BIGINT NOT NULL");
        assertThat(written(pasted("{\n  \"id\": 1,\n  \"name\": \"x\"\n}\n{\n  \"id\": 2\n}"))).isEqualTo("id BIGINT NOT NULL, name STRING");
        assertThat(written(pasted("id;name;at\n1;\"Ann; or\nnot\";2026-01-01\n2;;2026-01-02"))).isEqualTo("id BIGINT NOT NULL, name STRING, at DATE NOT NULL");
        assertThat(written(pasted("1,Ann\n2,Bob"))).isEqualTo("field_1 BIGINT NOT NULL, field_2 STRING NOT NULL");
        assertThat(written(pasted("id\n1"))).isEqualTo("id BIGINT NOT NULL");
        assertThat(written(columns().ofSamples(new Pasted("a,b\nc,d", Pasted.Kind.CSV, Optional.of(','), Optional.of(false)), List.of())))
                .isEqualTo("field_1 STRING NOT NULL, field_2 STRING NOT NULL");
        assertThat(pasted("a,a\n1,2").columns()).extracting(Proposed::name).containsExactly("field_1", "field_2");
        assertThat(columns().ofSamples(new Pasted("a,a,\n1,2,3", Pasted.Kind.CSV, Optional.empty(), Optional.of(true)), List.of()).columns())
                .extracting(Proposed::name).containsExactly("a", "a_2", "field_3");
    }

    @Test void samplesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> pasted(" \n ")).isInstanceOf(ProposalRefused.class).hasMessageContaining("no samples");
        assertThatThrownBy(() -> pasted("[1, 2]")).isInstanceOf(ProposalRefused.class).hasMessageContaining("JSON object");
        assertThatThrownBy(() -> pasted("x".repeat(Columns.LONGEST_TEXT + 1))).isInstanceOf(ProposalRefused.class).hasMessageContaining("longer");
        assertThatThrownBy(() -> pasted("[".repeat(900_000))).isInstanceOf(ProposalRefused.class);
        assertThatThrownBy(() -> pasted("\"".repeat(900_001))).isInstanceOf(ProposalRefused.class);
    }

    @Test void schemasAreToldApartByTheirLooks() {
        assertThat(written(columns().ofSchema(ORDER))).isEqualTo("id BIGINT NOT NULL, note STRING");
        Proposal json = columns().ofSchema("{\"type\": \"object\", \"required\": [\"at\"], \"properties\": {\"at\": {\"type\": \"string\", \"format\": \"date-time\"}, "
                + "\"two\\nlines\": {\"type\": \"string\"}}}");
        assertThat(written(json)).isEqualTo("at TIMESTAMP_LTZ(3) NOT NULL");
        assertThat(json.timeColumn()).contains("at");
        assertThat(json.notes()).singleElement().asString().contains("cannot be typed");
        assertThatThrownBy(() -> columns().ofSchema("{\"id\": 1}")).isInstanceOf(ProposalRefused.class).hasMessageContaining("choose Samples");
        assertThatThrownBy(() -> columns().ofSchema("syntax = proto3")).isInstanceOf(ProposalRefused.class).hasMessageContaining("no valid JSON");
        assertThat(written(columns().ofSubject("main", "orders-value", "latest"))).isEqualTo("id BIGINT NOT NULL, note STRING");
        assertThat(columns().ofSubject("main", "json", "latest").from()).isEqualTo("version 2 of 'json' in 'main'");
        assertThatThrownBy(() -> columns().ofSubject("main", "other", "1")).isInstanceOf(ProposalRefused.class).hasMessageContaining("Protobuf");
    }
}
