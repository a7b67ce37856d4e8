package dev.millrace.server.kafka;

import dev.millrace.server.connections.Connection;
import dev.millrace.server.connections.ConnectionCheck;
import dev.millrace.server.connections.ConnectionCheck.Cause;
import dev.millrace.server.connections.ConnectionCheck.Fact;
import dev.millrace.server.connections.Reach;
import dev.millrace.server.connections.Reach.Failed;
import dev.millrace.server.deployment.KafkaConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries to reach Kafka step by step: address, port, TLS, sign-in, and the addresses that the brokers give themselves. */
final class KafkaProbe implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaProbe.class);
    private static final Pattern ADDRESS = Pattern.compile("(?:[A-Za-z_0-9]+://)?(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");
    private static final int SIGN_IN_MILLIS = (int) Duration.ofSeconds(5).toMillis();

    private final String cluster;
    private final SettingNames names;
    private final KafkaConnection connection;

    KafkaProbe(String cluster, KafkaConnection connection) {
        this.cluster = cluster;
        this.names = new SettingNames(cluster);
        this.connection = connection;
    }

    @Override public Kind kind() {
        return Kind.KAFKA;
    }

    @Override public String cluster() {
        return cluster;
    }

    @Override public String address() {
        return connection.bootstrapServers();
    }

    @Override public ConnectionCheck check() {
        long begin = System.nanoTime();
        try {
            List<Fact> facts = reach();
            return new ConnectionCheck(name(), address(), Cause.NONE, "Kafka answers", "", facts, since(begin));
        } catch (Failed failed) {
            return new ConnectionCheck(name(), address(), failed.why(), failed.getMessage(), names.in(failed.hint()), List.of(), since(begin));
        } catch (RuntimeException unexpected) {
            LOG.warn("The connection to Kafka at {} could not be tried", address(), unexpected);
            return new ConnectionCheck(name(), address(), Cause.REFUSED, "Kafka could not be tried: " + unexpected.getMessage(), "The log of the application says more",
                    List.of(), since(begin));
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private record Host(String name, int port) {
        static Host of(String address) throws Failed {
            Matcher parts = ADDRESS.matcher(address.strip());
            if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65_535 || Integer.parseInt(parts.group(3)) == 0) {
                throw new Failed(Cause.BAD_ADDRESS, "'" + address.strip() + "' is no address of a Kafka broker", "Write host:port, such as kafka:9092, with commas between several");
            }
            return new Host(parts.group(1) != null ? parts.group(1) : parts.group(2), Integer.parseInt(parts.group(3)));
        }

        @Override public String toString() {
            return name + ":" + port;
        }
    }

    private List<Fact> reach() throws Failed {
        var hosts = new ArrayList<Host>();
        for (String address : address().split(",")) {
            hosts.add(Host.of(address));
        }
        greet(hosts);
        return signIn();
    }

    /**
     * The first of the brokers that answers decides; where none does, what is the matter with the first. They are asked at once, so
     * that two which keep silent take no longer than one.
     */
    private void greet(List<Host> hosts) throws Failed {
        List<Host> asked = hosts.subList(0, Math.min(2, hosts.size()));
        List<CompletableFuture<Optional<Failed>>> answers = asked.stream()
                .map(host -> CompletableFuture.supplyAsync(() -> tried(host), task -> Thread.ofVirtual().name("kafka-greeting").start(task))).toList();
        var answered = new CompletableFuture<Void>();
        answers.forEach(a -> a.thenAccept(failure -> {
            if (failure.isEmpty()) {
                answered.complete(null);
            }
        }));
        CompletableFuture.anyOf(answered, CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))).join();
        if (answers.stream().noneMatch(a -> a.isDone() && a.join().isEmpty())) {
            throw answers.getFirst().join().orElseThrow();
        }
    }

    private Optional<Failed> tried(Host host) {
        try {
            greet(host);
            return Optional.empty();
        } catch (Failed failed) {
            return Optional.of(failed);
        }
    }

    private String protocol() {
        return connection.properties().getOrDefault("security.protocol", "PLAINTEXT").toUpperCase(Locale.ROOT);
    }

    private void greet(Host host) throws Failed {
        boolean tls = protocol().endsWith("SSL");
        KafkaGreeting.Listener listener;
        try (Socket plain = Reach.connect(host.name(), host.port()); Socket socket = tls ? tls(plain, host) : plain) {
            listener = KafkaGreeting.greet(socket);
        } catch (KafkaGreeting.NotKafka other) {
            throw other.isTls() ? tlsExpected(host) : somethingElse(host);
        } catch (EOFException | SocketException hungUp) {
            if (tls && showsCertificate()) {
                return; // Ours was not shown here; Kafka's own client does, and says what is wrong with it.
            }
            throw !tls && Reach.speaksTls(host.name(), host.port()) ? tlsExpected(host) : tls ? wantsCertificate(host) : somethingElse(host);
        } catch (SocketTimeoutException silent) {
            throw !tls && Reach.speaksTls(host.name(), host.port()) ? tlsExpected(host)
                    : new Failed(Cause.NO_ANSWER, host + " takes the connection, but does not answer", "Look whether Kafka has finished starting, and whether it is Kafka that listens there");
        } catch (IOException broken) {
            if (tls && showsCertificate()) {
                return;
            }
            throw tls ? wantsCertificate(host) : somethingElse(host);
        }
        boolean signsIn = protocol().startsWith("SASL");
        String mechanism = connection.properties().getOrDefault("sasl.mechanism", "GSSAPI");
        if (listener.wantsSignIn() && !signsIn) {
            throw new Failed(Cause.SIGN_IN_EXPECTED, host + " wants a sign-in, and none is set up", "Set MILLRACE_KAFKA_SECURITY_PROTOCOL to " + (tls ? "SASL_SSL" : "SASL_PLAINTEXT")
                    + ", and MILLRACE_KAFKA_SASL_MECHANISM to " + String.join(" or ", listener.mechanisms()));
        }
        if (!listener.wantsSignIn() && signsIn) {
            throw new Failed(Cause.SIGN_IN_NOT_EXPECTED, host + " knows no sign-in, and one is set up", "Set MILLRACE_KAFKA_SECURITY_PROTOCOL to " + (tls ? "SSL" : "PLAINTEXT")
                    + " and leave out MILLRACE_KAFKA_SASL_MECHANISM, or use the port of another listener");
        }
        if (signsIn && !listener.mechanisms().isEmpty() && !listener.mechanisms().contains(mechanism)) {
            throw new Failed(Cause.OTHER_MECHANISM, host + " does not let anybody sign in with " + mechanism,
                    "Set MILLRACE_KAFKA_SASL_MECHANISM to " + String.join(" or ", listener.mechanisms()));
        }
    }

    private Socket tls(Socket plain, Host host) throws Failed {
        try {
            return Reach.startTls(plain, host.name(), host.port());
        } catch (SocketTimeoutException silent) {
            throw new Failed(Cause.NO_ANSWER, host + " takes the connection, but does not answer", "Look whether Kafka has finished starting, and whether this is its port with TLS");
        } catch (IOException noTls) {
            throw new Failed(Cause.TLS_NOT_EXPECTED, host + " does not speak TLS, but " + protocol() + " is set up", "Use the port of the listener with TLS, or set"
                    + " MILLRACE_KAFKA_SECURITY_PROTOCOL to " + (protocol().startsWith("SASL") ? "SASL_PLAINTEXT" : "PLAINTEXT"));
        }
    }

    private static Failed tlsExpected(Host host) {
        return new Failed(Cause.TLS_EXPECTED, host + " wants TLS, and is spoken to without", "Set MILLRACE_KAFKA_SECURITY_PROTOCOL to SSL or SASL_SSL, or use the port of a listener without TLS");
    }

    private static Failed somethingElse(Host host) {
        return new Failed(Cause.SOMETHING_ELSE, "What listens at " + host + " is not Kafka", "Look whether the port is right");
    }

    private boolean showsCertificate() {
        return connection.properties().containsKey("ssl.keystore.key") || connection.properties().containsKey("ssl.keystore.location");
    }

    private static Failed wantsCertificate(Host host) {
        return new Failed(Cause.CERTIFICATE_WANTED, host + " ends the connection after the first words of TLS: it may want a certificate from us",
                "Set MILLRACE_KAFKA_KEY_FILE to a file with a certificate and its key");
    }

    private List<Fact> signIn() throws Failed {
        var settings = new HashMap<String, Object>(connection.properties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "millrace-probe");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, SIGN_IN_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, SIGN_IN_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            var cluster = admin.describeCluster();
            var nodes = cluster.nodes().get(SIGN_IN_MILLIS, TimeUnit.MILLISECONDS);
            for (Node node : nodes.stream().limit(3).toList()) {
                reachable(node);
            }
            var facts = new ArrayList<Fact>();
            facts.add(new Fact("Brokers", Integer.toString(nodes.size())));
            version(admin).ifPresent(v -> facts.add(new Fact("Version", v)));
            facts.add(new Fact("Spoken with", protocol().equals("PLAINTEXT") ? "no TLS, no sign-in" : (protocol().endsWith("SSL") ? "TLS" : "no TLS")
                    + (protocol().startsWith("SASL") ? ", " + connection.properties().get("sasl.mechanism") : ", no sign-in")));
            facts.add(new Fact("Cluster", cluster.clusterId().get(SIGN_IN_MILLIS, TimeUnit.MILLISECONDS)));
            return facts;
        } catch (ExecutionException failed) {
            throw why(failed.getCause());
        } catch (TimeoutException slow) {
            throw new Failed(Cause.NO_ANSWER, "Kafka does not answer", "Look into the broker's log");
        } catch (KafkaException impossible) {
            throw why(impossible.getCause() == null ? impossible : impossible.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failed(Cause.NO_ANSWER, "Interrupted while waiting for Kafka", "Try again");
        }
    }

    /** The newest features of brokers that all of them share say which version they are at least of. */
    private static Optional<String> version(Admin admin) throws InterruptedException {
        try {
            var features = admin.describeFeatures().featureMetadata().get(SIGN_IN_MILLIS, TimeUnit.MILLISECONDS).finalizedFeatures();
            return Optional.ofNullable(features.get("metadata.version")).map(f -> MetadataVersion.fromFeatureLevel(f.maxVersionLevel()).version().replaceFirst("-IV.*", "") + " or newer");
        } catch (ExecutionException | TimeoutException | IllegalArgumentException notTold) {
            return Optional.empty();
        }
    }

    private static void reachable(Node node) throws Failed {
        try (Socket open = Reach.connect(node.host(), node.port())) {
            // That it opens is enough: who listens there was asked before.
        } catch (Failed away) {
            throw new Failed(Cause.BROKER_UNREACHABLE, "Kafka answers, but says that broker " + node.id() + " is at " + node.host() + ":" + node.port() + ", which cannot be reached from here",
                    "Set the broker's advertised.listeners to an address that Millrace and Flink can reach");
        } catch (IOException closing) {
            // It was open.
        }
    }

    private Failed why(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof UnsupportedSaslMechanismException) {
                return new Failed(Cause.OTHER_MECHANISM, "Kafka does not let anybody sign in with " + connection.properties().get("sasl.mechanism"), at.getMessage());
            }
            if (at instanceof SaslAuthenticationException) {
                return new Failed(Cause.SIGN_IN_REFUSED, "Kafka refused the sign-in with " + connection.properties().get("sasl.mechanism"), connection.properties().get("sasl.mechanism")
                        .equals("OAUTHBEARER") ? "Look whether the broker trusts the tokens of this address, and whether client and secret are right"
                        : "Look whether MILLRACE_KAFKA_SASL_USER and MILLRACE_KAFKA_SASL_PASSWORD are right, and whether the broker knows the user");
            }
            if (at instanceof SslAuthenticationException) {
                return certificate(at);
            }
            // With the other mechanisms nothing is asked for before the broker is.
            if (at instanceof LoginException && "OAUTHBEARER".equals(connection.properties().get("sasl.mechanism"))) {
                return new Failed(Cause.SIGN_IN_REFUSED, "No token was given by " + connection.properties().get("sasl.oauthbearer.token.endpoint.url"),
                        "Look whether MILLRACE_KAFKA_OAUTH_TOKEN_URL, MILLRACE_KAFKA_OAUTH_CLIENT_ID and MILLRACE_KAFKA_OAUTH_CLIENT_SECRET are right");
            }
        }
        return new Failed(Cause.REFUSED, "Kafka answers, but not as it should: " + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                "Look into the broker's log");
    }

    private static Failed certificate(Throwable cause) {
        var said = new StringBuilder();
        for (Throwable at = cause; at != null; at = at.getCause()) {
            said.append(at.getMessage()).append('\n');
        }
        String all = said.toString();
        if (all.contains("No name matching") || all.contains("No subject alternative")) {
            return new Failed(Cause.CERTIFICATE_NOT_TRUSTED, "Kafka's certificate is for another host than this address", "Use the host that the certificate names");
        }
        if (all.contains("expired") || all.contains("NotAfter")) {
            return new Failed(Cause.CERTIFICATE_NOT_TRUSTED, "Kafka's certificate is out of date", "Have it renewed");
        }
        if (Arrays.asList("bad_certificate", "certificate_required", "certificate_unknown", "handshake_failure").stream().anyMatch(all::contains)
                && !all.contains("PKIX") && !all.contains("unable to find")) {
            return new Failed(Cause.CERTIFICATE_WANTED, "Kafka wants a certificate from us, or does not accept the one shown", "Set MILLRACE_KAFKA_KEY_FILE to a file with a certificate that the"
                    + " broker trusts, and its key");
        }
        return new Failed(Cause.CERTIFICATE_NOT_TRUSTED, "Kafka's certificate is signed by nobody who is trusted", "Set MILLRACE_KAFKA_TRUST_FILE to a file with the certificate of its authority");
    }
}
