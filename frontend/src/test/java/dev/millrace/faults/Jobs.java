package dev.millrace.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/** Looks at Flink itself all the time, past the application: how many jobs are alive, now and at most. */
final class Jobs implements AutoCloseable {
    private static final Set<String> OVER = Set.of("FINISHED", "CANCELED", "FAILED");
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI flink;
    private final Thread thread;
    private volatile int most;
    private volatile boolean closed;

    Jobs(URI flink) {
        this.flink = flink;
        thread = Thread.ofPlatform().name("watches jobs").daemon().start(this::watch);
    }

    /** The most jobs that were seen alive at one moment. */
    int most() {
        return most;
    }

    /** Jobs alive now; -1 where Flink does not answer. */
    int alive() {
        try {
            var answer = http.send(HttpRequest.newBuilder(flink.resolve("/jobs/overview")).timeout(Duration.ofSeconds(5)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() != 200 ? -1 : (int) JSON.readTree(answer.body()).path("jobs").valueStream()
                    .filter(job -> !OVER.contains(job.path("state").asString(""))).count();
        } catch (IOException away) {
            return -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private void watch() {
        while (!closed) {
            most = Math.max(most, alive());
            LockSupport.parkNanos(300_000_000);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
