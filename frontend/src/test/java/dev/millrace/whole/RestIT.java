package dev.millrace.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.browser.RunningApplication;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The main job over REST, on the application as people run it, judged by answers computed elsewhere. */
class RestIT {
    private final RunningApplication application = RunningApplication.shared();
    private final Cases cases = new Cases(application.kafka());
    private final Deployments deployments = new Deployments(application);

    @Test
    void flightsPerAirportAndDayEqualTheKnownAnswer() {
        cases.topic("rest-flights", 1);
        cases.produce("rest-flights", Cases.flights());
        cases.produce("rest-flights", List.of(Cases.flush()));
        String id = deployments.deploy("flights.yaml");
        var expected = Cases.dailyByOrigin();
        assertThat(cases.consume("rest-flights-daily", expected.size()).stream().map(Cases::daily).sorted().toList()).isEqualTo(expected);
        await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> {
            var metrics = deployments.get(id).path("metrics");
            assertThat(metrics.path("nodes").path("flights").path("rowsOut").path("out").path("total").asLong()).isEqualTo(20_001);
            assertThat(metrics.path("nodes").path("results").path("rowsIn").path("total").asLong()).isEqualTo(expected.size());
            assertThat(metrics.path("lag").asLong(-1)).isZero();
        });
        deployments.end(id);
    }

    @Test
    void nexmarkQueriesEqualTheKnownAnswersWithBrokenRecordsAmongTheEvents() {
        cases.topic("rest-nexmark", 2);
        cases.produce("rest-nexmark", Cases.eventsSomeBroken());
        String id = deployments.deploy("nexmark.yaml");
        var q1 = Cases.expectedBids("q1");
        var q2 = Cases.expectedBids("q2");
        assertThat(cases.consume("rest-q1", q1.size()).stream().map(Cases::bid).sorted().toList()).isEqualTo(q1);
        assertThat(cases.consume("rest-q2", q2.size()).stream().map(Cases::bid).sorted().toList()).isEqualTo(q2);
        assertThat(cases.consume("rest-bad", 20)).hasSize(20).allSatisfy(letter -> {
            assertThat(letter.path("reason").asString()).isNotBlank();
            assertThat(letter.path("raw").asString()).isNotBlank();
        });
        await().atMost(Duration.ofSeconds(120)).until(() -> deployments.get(id).path("metrics").path("nodes").path("events").path("rejected")
                .path("total").asLong() == 20);
        assertThat(deployments.get(id).path("restarts").asInt()).isZero();
        deployments.end(id);
    }

    @Test
    void whoIsNotSignedInGetsNeitherPageNorAnswer() throws Exception {
        var client = java.net.http.HttpClient.newHttpClient();
        for (String path : List.of("/pipelines", "/deployments", "/kinds", "/topics", "/openapi.json", "/tokens")) {
            var answer = client.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(application.address() + "/api/v1" + path)).build(),
                    java.net.http.HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("content-type").orElse("")).contains("application/problem+json");
        }
        assertThat(application.json("GET", "/openapi.json", "").path("paths").propertyNames()).contains("/api/v1/pipelines", "/api/v1/deployments");
    }

    @Test
    void killedInTheMiddleItGoesOnAndCountsEveryRecordOnce() {
        try (var own = RunningApplication.start(Map.of())) {
            var ownCases = new Cases(own.kafka());
            var ownDeployments = new Deployments(own);
            var flights = Cases.flights();
            ownCases.topic("rest-flights", 1);
            ownCases.produce("rest-flights", flights.subList(0, 12_000));
            String id = ownDeployments.deploy("flights.yaml");
            await().atMost(Duration.ofSeconds(120)).until(() -> !ownDeployments.get(id).path("metrics").path("lastCheckpoint").isMissingNode());
            own.kill();
            own.startAgain();
            ownCases.produce("rest-flights", flights.subList(12_000, flights.size()));
            ownCases.produce("rest-flights", List.of(Cases.flush()));
            var expected = Cases.dailyByOrigin();
            assertThat(ownCases.consume("rest-flights-daily", expected.size()).stream().map(Cases::daily).sorted().toList()).isEqualTo(expected);
            // Its rows may come before it has been seen to run.
            ownDeployments.awaitState(id, "RUNNING");
            assertThat(ownDeployments.get(id).path("restoredFrom").asString("")).isNotBlank();
            assertThat(own.stop()).isLessThan(Duration.ofSeconds(15));
        }
    }
}
