package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.FlinkGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Flink's REST API, as far as it is read here. */
final class FlinkApi implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
    private final URI address;

    FlinkApi(URI address) {
        this.address = address;
    }

    URI address() {
        return address;
    }

    /**
     * Reads a path; empty where the cluster says that it does not exist.
     *
     * @throws FlinkGateway.Unreachable where nothing can be said
     */
    Optional<JsonNode> get(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).GET().build());
    }

    /** Changes something; the answer may be empty. */
    Optional<JsonNode> patch(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE)
                .method("PATCH", HttpRequest.BodyPublishers.noBody()).build());
    }

    /** Asks for something to be done. */
    Optional<JsonNode> post(String path, String body) {
        return send(HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private Optional<JsonNode> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 404) {
                return Optional.empty();
            }
            JsonNode body = answer.body().isBlank() ? json.createObjectNode() : json.readTree(answer.body());
            if (answer.statusCode() == 503) {
                throw new FlinkGateway.Unreachable("Flink at " + address + " is not ready: " + complaint(body), null);
            }
            if (answer.statusCode() >= 300) {
                throw new FlinkGateway.Failed("Flink at " + address + " refused: " + complaint(body), null);
            }
            return Optional.of(body);
        } catch (IOException e) {
            throw new FlinkGateway.Unreachable("Flink at " + address + " does not answer. Is it running, and is the address right?", e);
        } catch (JacksonException e) {
            throw new FlinkGateway.Unreachable("What answers at " + address + " is not Flink: it sent no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkGateway.Unreachable("Interrupted while waiting for Flink at " + address, e);
        }
    }

    /** The first line of what Flink says is wrong. */
    private static String complaint(JsonNode body) {
        for (JsonNode error : body.path("errors")) {
            String text = error.asString("").strip();
            if (!text.isEmpty()) {
                return text.lines().filter(l -> !l.isBlank()).findFirst().orElse(text);
            }
        }
        return "no reason given";
    }

    @Override
    public void close() {
        http.close();
    }
}
