package dev.millrace.server;

import dev.millrace.server.embedded.FreePorts;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real broker that listens in four ways: plainly, with a sign-in, with TLS, and with both. */
public final class SecureKafka {
    public static final String USER = "alice";
    /** With what may go wrong when it is written into a configuration. */
    public static final String PASSWORD = "s3cret \"quoted\" \\ ; ${x}";
    public static final String STORE_PASSWORD = "changeit";
    private static SecureKafka running;

    private final int plain;
    private final int sasl;
    private final int tls;
    private final int both;
    private final int token;
    private final TokenServer tokens;
    private final Path store;

    private SecureKafka() throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "secure-kafka");
        List<Integer> ports = FreePorts.some(6);
        plain = ports.get(0);
        sasl = ports.get(1);
        tls = ports.get(2);
        both = ports.get(3);
        token = ports.get(4);
        tokens = new TokenServer();
        // Kafka asks for tokens and keys only where the process allows it.
        System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", tokens.tokenUrl() + "," + tokens.keysUrl());
        int controller = ports.get(5);
        store = keyStore(folder, "broker");
        var settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAIN:PLAINTEXT,SIGNED:SASL_PLAINTEXT,TLS:SSL,BOTH:SASL_SSL,TOKEN:SASL_PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAIN");
        String listeners = "PLAIN://127.0.0.1:" + plain + ",SIGNED://127.0.0.1:" + sasl + ",TLS://127.0.0.1:" + tls + ",BOTH://127.0.0.1:" + both + ",TOKEN://127.0.0.1:" + token;
        settings.put("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", listeners);
        settings.put("ssl.keystore.location", store.toString());
        settings.put("ssl.keystore.password", STORE_PASSWORD);
        settings.put("ssl.key.password", STORE_PASSWORD);
        settings.put("ssl.keystore.type", "PKCS12");
        String quoted = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
        for (String listener : List.of("signed", "both")) {
            settings.put("listener.name." + listener + ".sasl.enabled.mechanisms", listener.equals("both") ? "SCRAM-SHA-512" : "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
            settings.put("listener.name." + listener + ".plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\"" + quoted + "\";");
            settings.put("listener.name." + listener + ".scram-sha-256.sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required;");
            settings.put("listener.name." + listener + ".scram-sha-512.sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        }
        String byToken = "listener.name.token.oauthbearer.";
        settings.put("listener.name.token.sasl.enabled.mechanisms", "OAUTHBEARER");
        settings.put(byToken + "sasl.jaas.config", "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
        settings.put(byToken + "sasl.server.callback.handler.class", "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
        settings.put(byToken + "sasl.oauthbearer.jwks.endpoint.url", tokens.keysUrl());
        settings.put("log.dirs", folder.resolve("log").toString());
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // A machine that stands still is no reason to take the only broker for dead, and the leaders of all partitions with it.
        settings.put("broker.session.timeout.ms", "600000");
        Files.createDirectories(folder.resolve("log"));
        new Formatter().setPrintStream(new PrintStream(OutputStream.nullOutputStream())).setNodeId(1).setClusterId(Uuid.randomUuid().toString())
                .addDirectory(folder.resolve("log").toString()).setMetadataLogDirectory(folder.resolve("log").toString()).setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction()).setFeatureLevel("transaction.version", (short) 1).run();
        new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM).startup();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", plain()))) {
            for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(USER, new ScramCredentialInfo(mechanism, 4096), PASSWORD))).all().get();
            }
        }
    }

    /** The one of this run; it dies with the tests. */
    public static synchronized SecureKafka running() {
        if (running == null) {
            try {
                running = new SecureKafka();
            } catch (Exception failed) {
                throw new IllegalStateException("The test's secure Kafka does not start", failed);
            }
        }
        return running;
    }

    /** Without TLS and sign-in. */
    public String plain() {
        return "127.0.0.1:" + plain;
    }

    /** With a sign-in by PLAIN or SCRAM, without TLS. */
    public String signed() {
        return "127.0.0.1:" + sasl;
    }

    /** With TLS, without sign-in. */
    public String tls() {
        return "127.0.0.1:" + tls;
    }

    /** With TLS and a sign-in by SCRAM-SHA-512 alone. */
    public String both() {
        return "127.0.0.1:" + both;
    }

    /** With a sign-in by OAUTHBEARER, without TLS. */
    public String token() {
        return "127.0.0.1:" + token;
    }

    /** Whose tokens it trusts. */
    public TokenServer tokens() {
        return tokens;
    }

    /** A key store with the broker's certificate, and its key. */
    public Path store() {
        return store;
    }

    /** A key store with a fresh certificate for loopback that signs itself. */
    public static Path keyStore(Path folder, String name) throws Exception {
        Path file = folder.toAbsolutePath().resolve(name + ".p12");
        var made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name,
                "-ext", "SAN=IP:127.0.0.1,DNS:localhost", "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", STORE_PASSWORD).inheritIO().start();
        if (made.waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        return file;
    }
}
