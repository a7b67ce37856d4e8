package dev.millrace.flink.simulated;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.util.EnvironmentInformation;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Flink's REST API with jobs that only seem to run. It takes real submissions and answers what the application asks with numbers that move, in answers as
 * large as Flink's; some jobs are in trouble, by the number in which they came. So the cost of looking after hundreds of jobs is measured without running them.
 */
public final class SimulatedFlink implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] SERIALIZED = {(byte) 0xac, (byte) 0xed, 0, 5};

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(16, Thread.ofPlatform().name("simulated-flink-", 0).daemon().factory());
    private final Map<String, SimulatedJob> jobs = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final LongSupplier millis;

    private SimulatedFlink(HttpServer server, LongSupplier millis) {
        this.server = server;
        this.millis = millis;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Starts one on loopback, on a free port. */
    public static SimulatedFlink start() {
        return start(System::currentTimeMillis);
    }

    /** The same. @param millis the clock by which its jobs grow older */
    public static SimulatedFlink start(LongSupplier millis) {
        try {
            return new SimulatedFlink(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512), millis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Questions about jobs that it was asked so far. */
    public long requests() {
        return requests.get();
    }

    public int jobs() {
        return jobs.size();
    }

    /** Takes a job in without a submission. */
    public void run(JobGraph graph) {
        jobs.computeIfAbsent(graph.getJobID().toHexString(), id -> new SimulatedJob(graph, jobs.size(), millis));
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().contains("/jobs/")) {
            requests.incrementAndGet();
        }
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String answer;
            try {
                answer = answer(exchange.getRequestMethod(), exchange.getRequestURI(), body);
            } catch (IllegalArgumentException unknown) {
                send(exchange, 404, "{\"errors\":[\"" + unknown.getMessage() + "\"]}");
                return;
            }
            send(exchange, exchange.getRequestMethod().equals("GET") ? 200 : 202, answer);
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String answer(String method, URI uri, byte[] body) throws IOException, ReflectiveOperationException {
        String[] path = uri.getPath().replaceFirst("^/v1/", "/").substring(1).split("/");
        if (path[0].equals("overview")) {
            return JSON.createObjectNode().put("taskmanagers", 10).put("slots-total", 1_000).put("slots-available", 1_000 - jobs.size()).put("jobs-running", jobs.size())
                    .put("flink-version", EnvironmentInformation.getVersion()).toString();
        }
        if (!path[0].equals("jobs")) {
            throw new IllegalArgumentException("Not simulated: " + uri.getPath());
        }
        if (path.length == 1) {
            return submit(body);
        }
        if (path[1].equals("overview")) {
            ObjectNode all = JSON.createObjectNode();
            ArrayNode list = all.putArray("jobs");
            jobs.values().forEach(job -> list.add(job.overview()));
            return all.toString();
        }
        SimulatedJob job = jobs.get(path[1]);
        if (job == null) {
            throw new IllegalArgumentException("Job could not be found: " + path[1]);
        }
        if (method.equals("PATCH")) {
            jobs.remove(path[1]);
            return "{}";
        }
        String asked = uri.getRawQuery() == null ? "" : URLDecoder.decode(uri.getRawQuery().replaceFirst("^get=", ""), StandardCharsets.UTF_8);
        return job.answer(path, asked);
    }

    /** A submission is a form with the graph in it, written by Java. */
    private String submit(byte[] body) throws IOException, ReflectiveOperationException {
        for (int at = 0; at < body.length - SERIALIZED.length; at++) {
            if (body[at] == SERIALIZED[0] && body[at + 1] == SERIALIZED[1] && body[at + 2] == SERIALIZED[2] && body[at + 3] == SERIALIZED[3]) {
                try (var in = new ObjectInputStream(new ByteArrayInputStream(body, at, body.length - at))) {
                    if (in.readObject() instanceof JobGraph graph) {
                        run(graph);
                        return "{\"jobUrl\":\"/jobs/" + graph.getJobID().toHexString() + "\"}";
                    }
                }
            }
        }
        throw new IllegalArgumentException("There is no job in this");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
