package dev.millrace.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestKafka;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.embedded.FreePorts;
import dev.millrace.server.kafka.RealTopics;
import dev.millrace.server.outside.OutsideServices;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages on their way: to a real HTTP server that fails and is slow, a real server for mail, and a real Kafka. */
class DeliveryTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HOSTILE = "Orders <!channel> *x* [a](http://b)\r\nBcc: eve@example.com";

    private final com.zaxxer.hikari.HikariDataSource database = TestDatabase.fresh();
    private final MessageStore store = new MessageStore(JdbcClient.create(database));
    private final AtomicInteger changes = new AtomicInteger();
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch slowEnds = new CountDownLatch(1);
    private HttpServer http;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @BeforeEach void start() throws Exception {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory()));
        http.createContext("/hook/s3cret", exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Integer answer = answers.poll();
            exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
            exchange.close();
        });
        http.createContext("/slow", exchange -> {
            try {
                slowEnds.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        http.start();
    }

    @AfterEach void stop() {
        slowEnds.countDown();
        http.stop(0);
        database.close();
    }

    private OutsideServices.Service service(String path) {
        return new OutsideServices.Service("http://127.0.0.1:" + http.getAddress().getPort() + path, Map.of("Authorization", "Bearer t0ken"));
    }

    private Outbox outbox(Optional<JavaMailSender> mail, PipelineTopics topics) {
        var delivery = new Deliveries(Map.of("ops", service("/hook/s3cret"), "slow", service("/slow")), mail, "millrace@example.com", topics,
                new MessageText("https://millrace.example/"));
        return new Outbox(store, delivery, changes::incrementAndGet, new Clock() {
            @Override public Instant instant() {
                return now;
            }

            @Override public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        });
    }

    private Outbox outbox() {
        return outbox(Optional.empty(), null);
    }

    private void channel(String name, Target target) {
        store.insert(ChannelId.random(), new Channel.Wish(name, target, Severity.INFO), "ada");
    }

    private static MessageItem item(MessageItem.What what, String pipelineName) {
        return new MessageItem("b0a7", what, "Lag grows", Severity.WARNING, UUID.nameUUIDFromBytes(pipelineName.getBytes(StandardCharsets.UTF_8)).toString(), pipelineName, "d1", "sums", "Sums of a day",
                "Lag is 5,000 records", Instant.parse("2026-03-01T12:00:00Z"));
    }

    private void add(MessageItem.What what, String pipelineName) {
        store.add(item(what, pipelineName), now);
    }

    /** Rounds, as the application makes them, until something is so. */
    private static void rounds(Outbox outbox, java.util.concurrent.Callable<Boolean> until) {
        await().atMost(PATIENCE).until(() -> {
            outbox.run(true);
            return until.call();
        });
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test void aWebhookThatFailsIsTriedAgainLaterAndLaterUntilItTakesTheMessage() {
        channel("ops", new Target.Webhook("ops", Target.Format.JSON));
        answers.addAll(List.of(503, 429));
        var outbox = outbox();
        add(MessageItem.What.FIRING, "Orders");
        add(MessageItem.What.RESOLVED, "Orders");
        outbox.run(true);
        assertThat(store.due(now.plus(MessageStore.GATHERED), 10)).as("more may come that is told with it").hasSize(1);
        pass(MessageStore.GATHERED);
        rounds(outbox, () -> store.undelivered(10).size() == 1);
        assertThat(received).hasSize(1);
        assertThat(store.undelivered(10).getFirst().trouble()).isEqualTo("http://127.0.0.1:" + http.getAddress().getPort() + " answered 503");
        // Told once it is written, on another thread.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(changes).hasPositiveValue());
        pass(Duration.ofSeconds(4));
        outbox.run(true);
        assertThat(store.due(now, 10)).as("not yet").isEmpty();
        pass(Duration.ofSeconds(1));
        rounds(outbox, () -> store.undelivered(10).getFirst().tries() == 2);
        pass(Duration.ofSeconds(10));
        rounds(outbox, () -> store.undelivered(10).isEmpty());
        assertThat(received).hasSize(3).allMatch(r -> r.startsWith("Bearer t0ken {"));
        JsonNode body = JsonMapper.builder().build().readTree(received.getLast().substring("Bearer t0ken ".length()));
        assertThat(body.at("/alerts/0/what").stringValue()).isEqualTo("firing");
        assertThat(body.at("/alerts/1/what").stringValue()).isEqualTo("resolved");
        assertThat(body.at("/alerts/0/link").stringValue()).isEqualTo("https://millrace.example/deployments/d1");
    }

    @Test void theTimeBetweenTwoTriesDoublesUpToTenMinutes() {
        assertThat(java.util.stream.IntStream.of(0, 1, 2, 6, 7, 1000).mapToObj(Outbox::wait)).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10),
                Duration.ofSeconds(20), Duration.ofSeconds(320), Duration.ofMinutes(10), Duration.ofMinutes(10));
    }

    @Test void aRefusalAndADayOfFailuresAreGivenUpAndToldAndCanBeSentAgain() {
        channel("ops", new Target.Webhook("ops", Target.Format.JSON));
        var outbox = outbox();
        answers.add(404);
        add(MessageItem.What.FIRING, "Orders");
        pass(MessageStore.GATHERED);
        rounds(outbox, () -> store.undelivered(10).stream().anyMatch(m -> m.state() == Message.State.GIVEN_UP));
        assertThat(store.undelivered(10).getFirst().trouble()).endsWith("answered 404").doesNotContain("s3cret").doesNotContain("t0ken");
        assertThat(store.again(store.undelivered(10).getFirst().id(), now)).isTrue();
        rounds(outbox, () -> store.undelivered(10).isEmpty());
        answers.add(500);
        add(MessageItem.What.FIRING, "Orders");
        pass(Duration.ofHours(25));
        rounds(outbox, () -> store.undelivered(10).stream().anyMatch(m -> m.state() == Message.State.GIVEN_UP));
        assertThat(store.drop(store.undelivered(10).getFirst().id())).isTrue();
        assertThat(store.undelivered(10)).isEmpty();
    }

    @Test void aSlowOneHoldsUpNeitherTheRoundNorTheOthers() {
        channel("slow", new Target.Webhook("slow", Target.Format.JSON));
        channel("ops", new Target.Webhook("ops", Target.Format.JSON));
        var outbox = outbox();
        for (int i = 0; i < 5; i++) {
            add(MessageItem.What.FIRING, "Orders " + i);
        }
        pass(MessageStore.GATHERED);
        outbox.run(true);
        assertThat(store.undelivered(10)).as("the round has not waited until a slow one was given up").isEmpty();
        await().atMost(PATIENCE).until(() -> received.size() == 5);
        assertThat(store.undelivered(10)).as("nor have the others").isEmpty();
        rounds(outbox, () -> store.undelivered(10).size() == 5);
        assertThat(store.undelivered(10)).allSatisfy(m -> assertThat(m.trouble()).contains("did not answer"));
        assertThat(received).as("what was sent is not sent again").hasSize(5);
    }

    @Test void whereNothingListensOrNothingIsSetUpIsSaidInWords() throws Exception {
        http.stop(0);
        channel("ops", new Target.Webhook("ops", Target.Format.JSON));
        channel("gone", new Target.Webhook("gone", Target.Format.JSON));
        channel("post", new Target.Mail(List.of("ops@example.com")));
        add(MessageItem.What.FIRING, "Orders");
        pass(MessageStore.GATHERED);
        rounds(outbox(), () -> store.undelivered(10).size() == 3);
        assertThat(store.undelivered(10)).extracting(m -> m.channel().wish().name() + ": " + m.trouble()).anyMatch(t -> t.startsWith("ops: Nothing listens at http://127.0.0.1:"))
                .anyMatch(t -> t.equals("gone: No service 'gone' is set up any more")).anyMatch(t -> t.contains("post: No server for mail is set up"));
    }

    @Test void slackAndTeamsGetNamesAsTextAndNothingElse() {
        channel("slack", new Target.Webhook("ops", Target.Format.SLACK));
        channel("teams", new Target.Webhook("ops", Target.Format.TEAMS));
        add(MessageItem.What.FIRING, HOSTILE);
        pass(MessageStore.GATHERED);
        rounds(outbox(), () -> received.size() == 2);
        var json = JsonMapper.builder().build();
        List<JsonNode> bodies = received.stream().map(r -> json.readTree(r.substring("Bearer t0ken ".length()))).toList();
        String slack = bodies.stream().filter(b -> b.has("text")).findFirst().orElseThrow().get("text").stringValue();
        assertThat(slack).contains("*Lag grows* (warning)").contains("&lt;!channel&gt;").doesNotContain("<!channel>").contains("<https://millrace.example/deployments/d1|Look>");
        JsonNode teams = bodies.stream().filter(b -> b.has("attachments")).findFirst().orElseThrow();
        assertThat(teams.at("/attachments/0/contentType").stringValue()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(teams.at("/attachments/0/content/body/1/text").stringValue()).contains("\\[a\\]\\(http://b\\)").doesNotContain("[a](");
    }

    @Test void mailArrivesWithOneSubjectAndAServerThatIsAwayIsTriedAgain() throws Exception {
        int port = FreePorts.one();
        var sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        channel("post", new Target.Mail(List.of("ops@example.com", "night@example.com")));
        add(MessageItem.What.FIRING, HOSTILE);
        pass(MessageStore.GATHERED);
        var outbox = outbox(Optional.of(sender), null);
        rounds(outbox, () -> store.undelivered(10).size() == 1);
        assertThat(store.undelivered(10).getFirst().trouble()).startsWith("The server for mail did not take it");
        var setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(PATIENCE.toMillis());
        var server = new GreenMail(setup);
        server.start();
        try {
            pass(Duration.ofSeconds(5));
            rounds(outbox, () -> server.getReceivedMessages().length == 2);
            var mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).startsWith("Alert at Orders <!channel> *x* [a](http://b) Bcc: eve@example.com: Lag grows");
            assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactlyInAnyOrder("ops@example.com", "night@example.com");
            assertThat(mail.getContent().toString()).contains("Lag is 5,000 records").contains("at 'Sums of a day'").contains("https://millrace.example/deployments/d1");
            rounds(outbox, () -> store.undelivered(10).isEmpty());
        } finally {
            server.stop();
        }
    }

    @Test void aTopicGetsARecordForEachAlert() {
        var clusters = KafkaClusters.only(TestKafka.connection());
        try (var topics = RealTopics.of(clusters)) {
            channel("topic", new Target.KafkaTopic("default", "alerts-told"));
            add(MessageItem.What.FIRING, "Orders");
            add(MessageItem.What.RESOLVED, "Orders");
            pass(MessageStore.GATHERED);
            rounds(outbox(Optional.empty(), topics.forDeployments(clusters)), () -> topics.topics().list().stream().anyMatch(t -> t.name().equals("alerts-told"))
                    && topics.topics().peek("alerts-told", 10).size() == 2);
            assertThat(topics.topics().peek("alerts-told", 10)).extracting(r -> JsonMapper.builder().build().readTree(r.value()).get("what").stringValue())
                    .containsExactlyInAnyOrder("firing", "resolved");
        }
    }
}
