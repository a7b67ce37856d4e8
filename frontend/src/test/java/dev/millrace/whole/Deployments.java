package dev.millrace.whole;

import static org.awaitility.Awaitility.await;

import dev.millrace.browser.RunningApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Deploys documents over REST, as a program would. */
public final class Deployments {
    private static final Set<String> OVER = Set.of("FAILED", "STOPPED", "FINISHED", "CANCELLED");

    private final RunningApplication application;

    public Deployments(RunningApplication application) {
        this.application = application;
    }

    /** Stores and deploys a document of the test resources; returns the deployment's id once it runs. */
    public String deploy(String document) {
        JsonNode pipeline = application.json("POST", "/pipelines", read(document), "Content-Type", "application/yaml");
        JsonNode deployment = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline.path("id").asString() + "\"}");
        String id = deployment.path("id").asString();
        awaitState(id, "RUNNING");
        return id;
    }

    /** Stores a document of the test resources with words replaced; returns the pipeline's id. */
    public String create(String document, Map<String, String> words) {
        return application.json("POST", "/pipelines", document(document, words), "Content-Type", "application/yaml").path("id").asString();
    }

    public String document(String document, Map<String, String> words) {
        String text = read(document);
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        return text;
    }

    public JsonNode get(String id) {
        return application.json("GET", "/deployments/" + id, "");
    }

    public void awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(120)).until(() -> get(id).path("state").asString(), state::equals);
    }

    public void end(String id) {
        application.json("POST", "/deployments/" + id + "/cancel", "");
        awaitState(id, "CANCELLED");
    }

    /** The same for one that may have come to its end by itself. Whoever leaves one behind that still changes has pages of the next test drawn anew while somebody clicks there. */
    public void over(String id) {
        application.call("POST", "/deployments/" + id + "/cancel", "");
        await().atMost(Duration.ofSeconds(120)).until(() -> OVER.contains(get(id).path("state").asString()));
    }

    static String read(String document) {
        try (var file = Deployments.class.getResourceAsStream("/whole/" + document)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
