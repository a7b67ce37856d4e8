package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.FlinkGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
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
        return send(HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).GET().build(), this::tree);
    }

    /**
     * Reads a path without building a tree of the answer first, which takes most of the time where there are many.
     *
     * @param reading takes what it needs from the answer, which it finds before its first token; not called where the cluster says that the path does not exist
     */
    void read(String path, Consumer<JsonParser> reading) {
        send(HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).GET().build(), body -> {
            try (JsonParser parser = json.createParser(body)) {
                reading.accept(parser);
            }
            return body;
        });
    }

    /** Changes something; the answer may be empty. */
    Optional<JsonNode> patch(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE)
                .method("PATCH", HttpRequest.BodyPublishers.noBody()).build(), this::tree);
    }

    /** Asks for something to be done. */
    Optional<JsonNode> post(String path, String body) {
        return send(HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build(), this::tree);
    }

    private <T> Optional<T> send(HttpRequest request, Function<byte[], T> reading) {
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 404) {
                return Optional.empty();
            }
            if (answer.statusCode() == 503) {
                throw new FlinkGateway.Unreachable("Flink at " + address + " is not ready: " + complaint(tree(answer.body())), null);
            }
            if (answer.statusCode() >= 300) {
                throw new FlinkGateway.Failed("Flink at " + address + " refused: " + complaint(tree(answer.body())), null);
            }
            return Optional.of(reading.apply(answer.body()));
        } catch (IOException e) {
            throw new FlinkGateway.Unreachable("Flink at " + address + " does not answer. Is it running, and is the address right?", e);
        } catch (JacksonException e) {
            throw new FlinkGateway.Unreachable("What answers at " + address + " is not Flink: it sent no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkGateway.Unreachable("Interrupted while waiting for Flink at " + address, e);
        }
    }

    private JsonNode tree(byte[] body) {
        return body.length == 0 ? json.createObjectNode() : json.readTree(body);
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
