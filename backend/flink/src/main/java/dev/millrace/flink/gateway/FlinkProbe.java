package dev.millrace.flink.gateway;

import dev.millrace.server.connections.Connection;
import dev.millrace.server.connections.ConnectionCheck;
import dev.millrace.server.connections.ConnectionCheck.Cause;
import dev.millrace.server.connections.ConnectionCheck.Fact;
import dev.millrace.server.connections.Reach;
import dev.millrace.server.connections.Reach.Failed;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.apache.flink.runtime.util.EnvironmentInformation;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Tries to reach a Flink cluster: address, port, TLS, whether it is Flink, of which version, and with how many slots. */
public final class FlinkProbe implements Connection {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String cluster;
    private final Supplier<URI> address;
    private final String ours;

    /** @param address asked anew each time, since an embedded cluster knows it only once it runs */
    public FlinkProbe(String cluster, Supplier<URI> address) {
        this(cluster, address, EnvironmentInformation.getVersion());
    }

    FlinkProbe(String cluster, Supplier<URI> address, String ours) {
        this.cluster = cluster;
        this.address = address;
        this.ours = ours;
    }

    @Override public Kind kind() {
        return Kind.FLINK;
    }

    @Override public String cluster() {
        return cluster;
    }

    @Override public String address() {
        URI at = address.get();
        return at.getUserInfo() == null ? at.toString() : at.toString().replace(at.getRawUserInfo() + "@", "");
    }

    @Override public ConnectionCheck check() {
        long begin = System.nanoTime();
        try {
            JsonNode overview = overview();
            String version = overview.path("flink-version").asString("");
            int slots = overview.path("slots-total").asInt();
            int free = overview.path("slots-available").asInt();
            List<Fact> facts = List.of(new Fact("Version", version), new Fact("Task managers", Integer.toString(overview.path("taskmanagers").asInt())),
                    new Fact("Slots", slots + ": " + free + " free, " + (slots - free) + " used"), new Fact("Jobs running", Integer.toString(overview.path("jobs-running").asInt())));
            if (!minor(version).equals(minor(ours))) {
                return found(begin, Cause.OTHER_VERSION, "This Flink is version " + version + ", and jobs are made for " + minor(ours), "Jobs may not start there. Use a cluster of version "
                        + minor(ours), facts);
            }
            return found(begin, Cause.NONE, slots == 0 ? "Flink answers, but has no slots: no task manager has joined it" : "Flink answers",
                    slots == 0 ? "Start a task manager" : free == 0 ? "No slot is free: the next deployment has to wait" : "", facts);
        } catch (Failed failed) {
            return found(begin, failed.why(), failed.getMessage(), failed.hint(), List.of());
        }
    }

    private ConnectionCheck found(long begin, Cause cause, String finding, String hint, List<Fact> facts) {
        return new ConnectionCheck(name(), address(), cause, finding, hint, facts, Duration.ofNanos(System.nanoTime() - begin));
    }

    private JsonNode overview() throws Failed {
        URI at = address.get();
        boolean tls = "https".equals(at.getScheme());
        if (!tls && !"http".equals(at.getScheme()) || at.getHost() == null) {
            throw new Failed(Cause.BAD_ADDRESS, "'" + address() + "' is no address of a Flink cluster", "Write http://host:port, such as http://flink:8081");
        }
        int port = at.getPort() >= 0 ? at.getPort() : tls ? 443 : 80;
        try (Socket open = Reach.connect(at.getHost(), port)) {
            // Somebody listens.
        } catch (IOException closing) {
            // It was open.
        }
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build()) {
            URI overview = URI.create(at.toString().replaceFirst("/*$", "/")).resolve("overview");
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(overview).timeout(PATIENCE).GET().build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 401 || answer.statusCode() == 403) {
                throw new Failed(Cause.SIGN_IN_EXPECTED, "Whoever answers at " + address() + " wants a sign-in, which Millrace cannot give to Flink",
                        "Use an address of Flink itself, behind the proxy that asks for it");
            }
            JsonNode body = new ObjectMapper().readTree(answer.body());
            if (answer.statusCode() != 200 || !body.has("flink-version")) {
                throw somethingElse();
            }
            return body;
        } catch (HttpTimeoutException silent) {
            // Some servers wait in silence for the rest of what they take for a request.
            throw tls && speaksHttp(at.getHost(), port) ? noTls() : new Failed(Cause.NO_ANSWER, address() + " takes the connection, but does not answer", "Look whether Flink has finished starting, and whether it is Flink that listens there");
        } catch (SSLException noTls) {
            throw Reach.speaksTls(at.getHost(), port)
                    ? new Failed(Cause.CERTIFICATE_NOT_TRUSTED, "The certificate of " + address() + " is not trusted, or is for another host", "Add its authority to the certificates that"
                            + " Java trusts: MILLRACE_JAVA_OPTIONS=-Djavax.net.ssl.trustStore=…")
                    : noTls();
        } catch (IOException | JacksonException other) {
            throw !tls && Reach.speaksTls(at.getHost(), port)
                    ? new Failed(Cause.TLS_EXPECTED, address() + " wants TLS, and is spoken to without", "Write https:// in place of http://") : somethingElse();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failed(Cause.NO_ANSWER, "Interrupted while waiting for Flink", "Try again");
        }
    }

    private Failed noTls() {
        return new Failed(Cause.TLS_NOT_EXPECTED, address() + " does not speak TLS", "Write http:// in place of https://");
    }

    private static boolean speaksHttp(String host, int port) {
        try (Socket socket = Reach.connect(host, port)) {
            socket.getOutputStream().write("GET /overview HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("HTTP");
        } catch (IOException | Failed no) {
            return false;
        }
    }

    private Failed somethingElse() {
        return new Failed(Cause.SOMETHING_ELSE, "What answers at " + address() + " is not Flink", "Look whether the port is right: it is Flink's REST port, 8081 if not set");
    }

    static String minor(String version) {
        String[] parts = version.split("\\.");
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }
}
