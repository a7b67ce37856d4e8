package dev.millrace.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.SecureKafka;
import dev.millrace.server.Standstill;
import dev.millrace.server.TokenServer;
import dev.millrace.server.connections.ConnectionCheck;
import dev.millrace.server.connections.ConnectionCheck.Cause;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.embedded.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be wrong, on real listeners. */
class KafkaProbeTest {
    private static final KafkaSecurity.Sasl NOBODY = new KafkaSecurity.Sasl("", "", "");
    private static final KafkaSecurity.Oauth NO_TOKEN = new KafkaSecurity.Oauth("", "", "", "");
    private static final KafkaSecurity.Store NO_STORE = new KafkaSecurity.Store("", "");
    private static SecureKafka kafka;

    @BeforeAll static void start() {
        kafka = SecureKafka.running();
    }

    private static KafkaSecurity.Sasl alice(String mechanism) {
        return new KafkaSecurity.Sasl(mechanism, SecureKafka.USER, SecureKafka.PASSWORD);
    }

    private static KafkaSecurity.Store trusted() {
        return new KafkaSecurity.Store(kafka.store().toString(), SecureKafka.STORE_PASSWORD);
    }

    private static Map<String, String> with(String protocol, KafkaSecurity.Sasl sasl, KafkaSecurity.Store trust) {
        return new KafkaSecurity(protocol, sasl, NO_TOKEN, trust, NO_STORE).properties();
    }

    private static ConnectionCheck check(String address, Map<String, String> properties) {
        ConnectionCheck found;
        try (var still = new Standstill()) {
            found = new KafkaProbe("default", new KafkaConnection(address, properties)).check();
            assertThat(found.took().minus(still.total())).isLessThan(ConnectionCheck.PATIENCE).as("what people are told").isLessThan(Duration.ofSeconds(15));
        }
        assertThat(found.toString()).doesNotContain("s3cret").doesNotContain("wrong password");
        assertThat(found.works() || !found.hint().isEmpty()).as("a way out: " + found).isTrue();
        return found;
    }

    private static void fails(String address, Map<String, String> properties, Cause cause, String... words) {
        ConnectionCheck found = check(address, properties);
        assertThat(found.cause()).as(found.toString()).isEqualTo(cause);
        assertThat(List.of(words)).allSatisfy(word -> assertThat(found.finding() + " / " + found.hint()).contains(word));
    }

    private static void works(String address, Map<String, String> properties) {
        ConnectionCheck found = check(address, properties);
        assertThat(found.cause()).as(found.toString()).isEqualTo(Cause.NONE);
        assertThat(found.facts()).extracting(ConnectionCheck.Fact::name).containsExactly("Brokers", "Version", "Spoken with", "Cluster");
    }

    @Test void everyListenerLetsInWhoComesAsItWants() {
        works(kafka.plain(), Map.of());
        works(kafka.signed(), with("SASL_PLAINTEXT", alice("PLAIN"), NO_STORE));
        works(kafka.signed(), with("SASL_PLAINTEXT", alice("SCRAM-SHA-256"), NO_STORE));
        works(kafka.signed(), with("sasl_plaintext", alice("scram-sha-512"), NO_STORE));
        works(kafka.tls(), with("", NOBODY, trusted()));
        works(kafka.both(), with("", alice("SCRAM-SHA-512"), trusted()));
    }

    private static Map<String, String> withToken(String url, String secret) {
        var oauth = new KafkaSecurity.Oauth(url, TokenServer.CLIENT, secret, "");
        return new KafkaSecurity("SASL_PLAINTEXT", new KafkaSecurity.Sasl("OAUTHBEARER", "", ""), oauth, NO_STORE, NO_STORE).properties();
    }

    @Test void aTokenLetsInAndAWrongSecretGetsNone() throws Exception {
        works(kafka.token(), withToken(kafka.tokens().tokenUrl(), TokenServer.SECRET));
        fails(kafka.token(), withToken(kafka.tokens().tokenUrl(), "s3cret of another"), Cause.SIGN_IN_REFUSED, "token", "MILLRACE_KAFKA_OAUTH_CLIENT_SECRET");
        fails(kafka.token(), with("SASL_PLAINTEXT", alice("PLAIN"), NO_STORE), Cause.OTHER_MECHANISM, "OAUTHBEARER");
        fails(kafka.token(), Map.of(), Cause.SIGN_IN_EXPECTED, "OAUTHBEARER");
    }

    @Test void aWrongAddressIsSaidToBeOne() throws Exception {
        fails("kafka", Map.of(), Cause.BAD_ADDRESS, "'kafka' is no address", "host:port");
        fails("kafka:99999", Map.of(), Cause.BAD_ADDRESS);
        fails("no-such-host.invalid:9092", Map.of(), Cause.UNKNOWN_HOST, "No host is called 'no-such-host.invalid'");
        int closed = FreePorts.one();
        fails("127.0.0.1:" + closed, Map.of(), Cause.NOTHING_LISTENS, "Nothing listens at 127.0.0.1:" + closed);
        // One broker of several is enough.
        works("127.0.0.1:" + closed + "," + kafka.plain(), Map.of());
    }

    @Test void aPortThatNeverAnswersAndOneOfSomethingElseAreToldApart() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            fails("127.0.0.1:" + silent.getLocalPort(), Map.of(), Cause.NO_ANSWER, "does not answer");
            String two = "127.0.0.1:" + silent.getLocalPort() + ",127.0.0.1:" + silent.getLocalPort();
            fails(two, with("SSL", NOBODY, NO_STORE), Cause.NO_ANSWER, "does not answer");
        }
        try (var web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (true) {
                    try (var caller = web.accept()) {
                        caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                    } catch (java.io.IOException over) {
                        return;
                    }
                }
            });
            fails("127.0.0.1:" + web.getLocalPort(), Map.of(), Cause.SOMETHING_ELSE, "is not Kafka");
        }
    }

    @Test void tlsWhereThereIsNoneAndNoneWhereThereIs() {
        fails(kafka.tls(), Map.of(), Cause.TLS_EXPECTED, "wants TLS", "MILLRACE_KAFKA_SECURITY_PROTOCOL");
        fails(kafka.both(), with("SASL_PLAINTEXT", alice("SCRAM-SHA-512"), NO_STORE), Cause.TLS_EXPECTED);
        fails(kafka.plain(), with("SSL", NOBODY, NO_STORE), Cause.TLS_NOT_EXPECTED, "does not speak TLS", "PLAINTEXT");
        fails(kafka.signed(), with("SASL_SSL", alice("PLAIN"), NO_STORE), Cause.TLS_NOT_EXPECTED, "SASL_PLAINTEXT");
    }

    @Test void aCertificateOfNobodyIsNotTrusted(@TempDir Path folder) throws Exception {
        fails(kafka.tls(), with("SSL", NOBODY, NO_STORE), Cause.CERTIFICATE_NOT_TRUSTED, "signed by nobody", "MILLRACE_KAFKA_TRUST_FILE");
        var other = new KafkaSecurity.Store(SecureKafka.keyStore(folder, "other").toString(), SecureKafka.STORE_PASSWORD);
        fails(kafka.both(), with("SASL_SSL", alice("SCRAM-SHA-512"), other), Cause.CERTIFICATE_NOT_TRUSTED);
    }

    @Test void aSignInIsWantedAnotherOrRefused() {
        fails(kafka.signed(), Map.of(), Cause.SIGN_IN_EXPECTED, "wants a sign-in", "SASL_PLAINTEXT", "PLAIN");
        fails(kafka.plain(), with("SASL_PLAINTEXT", alice("PLAIN"), NO_STORE), Cause.SIGN_IN_NOT_EXPECTED, "knows no sign-in");
        fails(kafka.both(), with("SASL_SSL", alice("PLAIN"), trusted()), Cause.OTHER_MECHANISM, "SCRAM-SHA-512");
        for (String mechanism : new String[] {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"}) {
            fails(kafka.signed(), with("SASL_PLAINTEXT", new KafkaSecurity.Sasl(mechanism, SecureKafka.USER, "wrong password"), NO_STORE), Cause.SIGN_IN_REFUSED,
                    "refused the sign-in with " + mechanism, "MILLRACE_KAFKA_SASL_PASSWORD");
        }
        fails(kafka.both(), with("SASL_SSL", new KafkaSecurity.Sasl("SCRAM-SHA-512", "mallory", "wrong password"), trusted()), Cause.SIGN_IN_REFUSED);
    }
}
