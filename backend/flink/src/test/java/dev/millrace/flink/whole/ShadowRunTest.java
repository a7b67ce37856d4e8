package dev.millrace.flink.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.flink.embedded.EmbeddedFlinkStart;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestKafka;
import dev.millrace.server.embedded.FreePorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A revision beside the running one on real servers: what is the same is found equal, what differs is found row by row, nothing of it is
 * left, and the switch neither loses nor doubles a row.
 */
class ShadowRunTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String DOCUMENT = """
            millrace: 1
            name: Numbers
            run: {parallelism: 1, checkpointInterval: 1 s, exactlyOnce: true}
            nodes:
              numbers: {kind: source.kafka@1, settings: {topic: shadow-in, start: earliest, columns: [{name: seq, type: BIGINT}, {name: k, type: STRING}]}}
              some: {kind: operator.filter@1, settings: {condition: 'CONDITION'}}
              per-k: {kind: operator.group@1, settings: {keys: [k], aggregates: [{name: n, function: count}, {name: total, function: sum, column: seq}], keepFor: 1 day}}
              rows: {kind: sink.kafka@1, settings: {topic: shadow-rows}}
              sums: {kind: sink.kafka-upsert@1, settings: {topic: shadow-sums, key: [k]}}
            edges:
              - {from: numbers.out, to: some.in}
              - {from: some.out, to: rows.in}
              - {from: numbers.out, to: per-k.in}
              - {from: per-k.out, to: sums.in}
            """;

    @TempDir private Path home;
    private ConfigurableApplicationContext application;
    private String token;

    private void start() {
        var spring = new SpringApplication(WholeBackendTest.Backend.class);
        spring.addInitializers(new EmbeddedFlinkStart());
        application = spring.run("--server.port=0", "--spring.datasource.url=" + TestDatabase.freshUrl(), "--millrace.admin-password=correct horse",
                // A port for 0 is one of those that the system gives to connections, and may be taken before Flink comes to it.
                "--millrace.home=" + home, "--millrace.flink.port=" + FreePorts.one(), "--millrace.flink.slots=4",
                "--millrace.kafka.bootstrap-servers=" + TestKafka.connection().bootstrapServers(), "--spring.main.banner-mode=off");
    }

    private JsonNode call(String method, String path, String body, int expected, String... headers) throws Exception {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("Authorization", token == null
                        ? "Basic " + Base64.getEncoder().encodeToString("admin:correct horse".getBytes(StandardCharsets.UTF_8)) : "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        } else {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(method + " " + path + ": " + answer.body()).isEqualTo(expected);
        return JSON.readTree(answer.body());
    }

    private JsonNode until(String path, Predicate<JsonNode> holds) {
        return await().atMost(PATIENCE).until(() -> call("GET", path, "", 200), holds);
    }

    private static Map<String, Object> kafka() {
        return new HashMap<>(Map.of("bootstrap.servers", TestKafka.connection().bootstrapServers()));
    }

    private static void send(int from, int to) {
        try (var producer = new KafkaProducer<>(kafka(), new StringSerializer(), new StringSerializer())) {
            IntStream.range(from, to).forEach(seq -> producer.send(new ProducerRecord<>("shadow-in", "{\"seq\":" + seq + ",\"k\":\"k" + seq % 7 + "\"}")));
        }
    }

    /** How often each number was written, by readers of committed records. */
    private static Map<Integer, Integer> written() {
        var settings = new Properties();
        settings.putAll(kafka());
        settings.put("isolation.level", "read_committed");
        var times = new TreeMap<Integer, Integer>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("shadow-rows").stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> times.merge(JSON.readTree(r.value()).path("seq").asInt(), 1, Integer::sum));
            }
        }
        return times;
    }

    private static JsonNode sink(JsonNode shadow, String node) {
        return shadow.path("comparison").path("sinks").valueStream().filter(s -> s.path("node").asString("").equals(node)).findFirst().orElse(JSON.createObjectNode());
    }

    /** Whether of this sink, too, some was read, and as much of the one as of the other: the topics are written and read each for itself. */
    private static boolean isEven(JsonNode shadow, String node) {
        long old = sink(shadow, node).path("oldRows").asLong();
        return old > 0 && old == sink(shadow, node).path("newRows").asLong();
    }

    private String begin(String deployment, long revision) throws Exception {
        String shadow = call("POST", "/deployments/" + deployment + "/shadows", "{\"revision\":" + revision + "}", 202).path("id").asString();
        until("/shadows/" + shadow, s -> {
            assertThat(s.path("trouble").asString("")).isEmpty();
            return s.path("state").asString().equals("COMPARING");
        });
        return shadow;
    }

    /** Nothing of any is left in Flink, Kafka or the catalogue of savepoints. */
    private void nothingIsLeft(String shadow, String pipeline) throws Exception {
        JsonNode ended = until("/shadows/" + shadow, s -> s.path("state").asString().equals("ENDED"));
        assertThat(call("GET", "/topics", "", 200).valueStream().map(t -> t.path("name").asString())).noneMatch(name -> name.contains("shadow-" + shadow));
        assertThat(call("GET", "/pipelines/" + pipeline + "/savepoints", "", 200).valueStream().map(s -> s.path("reason").asString(""))).noneMatch(r -> r.contains(shadow));
        try (var admin = Admin.create(kafka())) {
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.contains(shadow));
            assertThat(admin.listGroups().all().get()).noneMatch(group -> group.groupId().contains(shadow));
        }
        var flink = application.getBean(dev.millrace.server.deployment.FlinkGateway.class);
        for (String side : List.of("oldJob", "newJob")) {
            assertThat(flink.observe(new dev.millrace.server.deployment.JobId(ended.path(side).asString())).state().isOver()).isTrue();
        }
    }

    @Test void whatIsEqualAndWhatDiffersIsFoundAndTheSwitchLosesNothing() throws Exception {
        try (var admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic("shadow-in", 2, (short) 1))).all().get();
        }
        start();
        try {
            token = call("POST", "/tokens", "{\"label\":\"test\"}", 201).path("secret").asString();
            String pipeline = call("POST", "/pipelines", DOCUMENT.replace("CONDITION", "seq >= 0"), 201, "Content-Type", "application/yaml").path("id").asString();
            call("PUT", "/pipelines/" + pipeline, DOCUMENT.replace("CONDITION", "NOT (seq < 0)"), 200, "Content-Type", "application/yaml", "If-Match", "\"1\"");
            call("PUT", "/pipelines/" + pipeline, DOCUMENT.replace("CONDITION", "MOD(seq, 10) <> 3"), 200, "Content-Type", "application/yaml", "If-Match", "\"2\"");
            String deployment = call("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\",\"revision\":1}", 202).path("id").asString();
            until("/deployments/" + deployment, d -> d.path("state").asString().equals("RUNNING"));
            send(0, 500);
            await().atMost(PATIENCE).until(() -> written().size() == 500);

            // An edit that changes nothing: both write the same, from the place of the savepoint on.
            String same = begin(deployment, 2);
            send(500, 1_000);
            JsonNode equal = until("/shadows/" + same, s -> sink(s, "rows").path("equal").asLong() == 500 && isEven(s, "sums") && s.path("comparison").path("sinks").valueStream()
                    .allMatch(k -> k.path("awaited").asLong() == 0));
            assertThat(sink(equal, "rows").path("onlyOld").asLong() + sink(equal, "rows").path("onlyNew").asLong()).isZero();
            assertThat(sink(equal, "sums").path("oldRows").asLong()).isPositive();
            assertThat(sink(equal, "sums").path("onlyOld").asLong() + sink(equal, "sums").path("onlyNew").asLong()).as(equal.toString()).isZero();
            call("POST", "/deployments/" + deployment + "/shadows", "{\"revision\":3}", 409);
            call("POST", "/shadows/" + same + "/discard", "", 202);
            nothingIsLeft(same, pipeline);
            // What it wrote did not come to the sink itself.
            await().atMost(PATIENCE).until(() -> written().size() == 1_000);
            assertThat(written().values()).containsOnly(1);

            // One that leaves out each tenth row.
            String other = begin(deployment, 3);
            send(1_000, 1_500);
            JsonNode different = until("/shadows/" + other, s -> sink(s, "rows").path("onlyOld").asLong() == 50 && sink(s, "rows").path("equal").asLong() == 450
                    && sink(s, "rows").path("awaited").asLong() == 0 && isEven(s, "sums"));
            assertThat(sink(different, "rows").path("equal").asLong()).isEqualTo(450);
            assertThat(sink(different, "rows").path("onlyNew").asLong()).isZero();
            assertThat(sink(different, "sums").path("onlyOld").asLong()).isZero();
            assertThat(sink(different, "rows").path("examples").valueStream().toList()).isNotEmpty().allSatisfy(example -> {
                assertThat(example.path("newRow").asString("")).isEmpty();
                assertThat(JSON.readTree(example.path("oldRow").asString()).path("seq").asInt() % 10).isEqualTo(3);
            });

            String next = call("POST", "/shadows/" + other + "/switch", "{\"healthyWithinSeconds\":0}", 202).path("id").asString();
            until("/deployments/" + deployment, d -> d.path("state").asString().equals("STOPPED"));
            until("/deployments/" + next, d -> d.path("state").asString().equals("RUNNING"));
            nothingIsLeft(other, pipeline);
            assertThat(call("GET", "/shadows/" + other, "", 200).path("outcome").asString()).isEqualTo("SWITCHED");
            send(1_500, 2_000);
            // All of the first, and of those after the switch all but each tenth: each once.
            await().atMost(PATIENCE).until(() -> written().size() == 1_950);
            Map<Integer, Integer> rows = written();
            assertThat(rows.values()).containsOnly(1);
            assertThat(rows.keySet()).containsExactlyElementsOf(IntStream.range(0, 2_000).filter(seq -> seq < 1_500 || seq % 10 != 3).boxed().toList());
            call("POST", "/deployments/" + next + "/cancel", "", 202);
            until("/deployments/" + next, d -> d.path("state").asString().equals("CANCELLED"));
        } finally {
            application.close();
        }
    }
}
