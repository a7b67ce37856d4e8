package dev.millrace.faults;

import static org.awaitility.Awaitility.await;

import dev.millrace.browser.RunningApplication;
import dev.millrace.whole.Cases;
import dev.millrace.whole.Deployments;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A deployed pipeline that hands numbers on, exactly once, and what people are told of it. Ends with the test. */
final class Sequence implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningApplication application;
    private final String pipeline;
    private String deployment;

    private Sequence(RunningApplication application, String pipeline) {
        this.application = application;
        this.pipeline = pipeline;
    }

    /** Makes the topic NAME-in, deploys the document with the words replaced, and waits until it runs. */
    static Sequence deploy(RunningApplication application, String document, int partitions, Map<String, String> words) {
        new Cases(application.kafka()).topic(words.get("TOPIC") + "-in", partitions);
        var sequence = new Sequence(application, new Deployments(application).create(document, words));
        sequence.again("FRESH", "");
        return sequence;
    }

    static Sequence deploy(RunningApplication application, String name) {
        return deploy(application, "sequence.yaml", 1, Map.of("TOPIC", name, "CONDITION", "n >= 0"));
    }

    /** Deploys the newest revision and waits until it runs. @param more further fields of the wish, with a comma before */
    void again(String start, String more) {
        deployment = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\",\"start\":\"" + start + "\"" + more + "}").path("id").asString();
        awaitState("RUNNING");
    }

    /** Stores another document in its place. */
    void change(String document) {
        String revision = application.call("GET", "/pipelines/" + pipeline, "").headers().firstValue("ETag").orElseThrow();
        application.json("PUT", "/pipelines/" + pipeline, document, "Content-Type", "application/yaml", "If-Match", revision);
    }

    String id() {
        return deployment;
    }

    String pipeline() {
        return pipeline;
    }

    /** All deployments of its pipeline, newest first. */
    List<JsonNode> all() {
        return application.json("GET", "/deployments?pipeline=" + pipeline, "").valueStream().toList();
    }

    /** The newest of them, which from now on is the one that is looked at and ended. */
    JsonNode newest() {
        JsonNode newest = all().getFirst();
        deployment = newest.path("id").asString();
        return newest;
    }

    JsonNode get() {
        return application.json("GET", "/deployments/" + deployment, "");
    }

    void awaitState(String state) {
        await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(300)).ignoreExceptions().until(() -> get().path("state").asString(), state::equals);
    }

    /** Waits until a checkpoint that began after this call is completed: rows go in and come out. */
    void awaitCheckpoints() {
        String before = checkpoint();
        await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(300)).ignoreExceptions().until(() -> !checkpoint().equals(before));
        String next = checkpoint();
        await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(300)).ignoreExceptions().until(() -> !checkpoint().equals(next));
    }

    private String checkpoint() {
        return get().path("metrics").path("lastCheckpoint").path("path").asString("");
    }

    /** What the page says of it and REST as well: state, failure and troubles; or what REST answers instead, such as that the database is away. */
    String told() {
        try {
            var answer = application.call("GET", "/deployments/" + deployment, "");
            if (answer.statusCode() != 200) {
                return answer.statusCode() + " " + answer.body();
            }
            JsonNode seen = JSON.readTree(answer.body());
            String failure = seen.path("state").asString().equals("RUNNING") ? "" : seen.path("failure").path("message").asString("");
            return seen.path("state").asString() + " | " + failure + " | " + seen.path("troubles").valueStream()
                    .flatMap(t -> Stream.of(t.path("node").asString(""), t.path("message").asString())).collect(Collectors.joining(" "));
        } catch (UncheckedIOException noAnswer) {
            return "no answer: " + noAnswer.getMessage();
        }
    }

    /** "all well" where it runs and nothing is the matter. */
    String well() {
        String told = told();
        return told.equals("RUNNING |  | ") ? "all well" : told;
    }

    @Override
    public void close() {
        if (!get().has("endedAt")) {
            application.json("POST", "/deployments/" + deployment + "/cancel", "");
            awaitState("CANCELLED");
        }
    }
}
