package dev.millrace.flink.connect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.runtime.avro.AvroFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Answers as Confluent's schema registry does, to one user. */
public final class TestRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "secret";

    private final HttpServer server;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, String> schemas = new ConcurrentHashMap<>();
    private final Map<String, Integer> subjects = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    public TestRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public AvroFormat.Registry address() {
        return new AvroFormat.Registry("main", "http://127.0.0.1:" + server.getAddress().getPort() + "/", "reader", PASSWORD);
    }

    int add(String schema) {
        return ids.computeIfAbsent(schema, s -> {
            int id = ids.size() + 1;
            schemas.put(id, s);
            return id;
        });
    }

    /** Number of the schema that was registered last for it. */
    Integer of(String subject) {
        return subjects.get(subject);
    }

    /** How often it was asked for anything. */
    public int asked() {
        return asked.get();
    }

    /** A record with the number of its schema, which is added where it is not there, before it. */
    public byte[] record(String schema, byte[] avro) {
        return ByteBuffer.allocate(5 + avro.length).put((byte) 0).putInt(add(schema)).put(avro).array();
    }

    /** So many of the next questions are answered with a failure of the server. */
    void failNext(int count) {
        failures.set(count);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        String[] path = exchange.getRequestURI().getPath().split("/");
        String credentials = "Basic " + Base64.getEncoder().encodeToString(("reader:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            send(exchange, 503, Map.of("error_code", 50003, "message", "Error while forwarding the request to the master"));
        } else if (!credentials.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, Map.of("error_code", 401, "message", "Unauthorized"));
        } else if (exchange.getRequestMethod().equals("POST")) {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            int id = add(body.get("schema").asString());
            subjects.put(path[2], id);
            send(exchange, 200, Map.of("id", id));
        } else {
            String schema = schemas.get(Integer.valueOf(path[3]));
            send(exchange, schema == null ? 404 : 200, schema == null ? Map.of("error_code", 40403, "message", "Schema not found") : Map.of("schema", schema));
        }
    }

    private static void send(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
