package dev.millrace.runtime.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests, each with a limit of time from the first byte to the last, and again where that may help. Redirects are not
 * followed: they could lead where nobody set up to go.
 */
final class HttpCaller {
    private static final Set<Integer> MAY_PASS = Set.of(408, 425, 429);
    private static final int SHOWN = 200;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final HttpAddress address;
    private final Duration timeout;
    private final int tries;
    private final Duration firstWait;
    private final HttpClient client;

    HttpCaller(HttpAddress address, Duration timeout, int tries, Duration firstWait) {
        this.address = address;
        this.timeout = timeout;
        this.tries = tries;
        this.firstWait = firstWait;
        this.client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).connectTimeout(timeout).build();
    }

    /** The service understood and said no. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * The body of the answer.
     *
     * @throws IOException where all tries failed
     * @throws Refused where another try would not help
     */
    byte[] call(HttpRequest request) throws IOException, Refused, InterruptedException {
        String last = "";
        for (int attempt = 1; attempt <= tries; attempt++) {
            if (attempt > 1) {
                TimeUnit.MILLISECONDS.sleep(waitBefore(attempt).toMillis());
            }
            try {
                HttpResponse<byte[]> answer = once(request);
                int status = answer.statusCode();
                if (status / 100 == 2) {
                    return answer.body();
                }
                last = "it answered " + status + said(answer.body());
                if (status < 500 && !MAY_PASS.contains(status)) {
                    throw new Refused(status, address + ": " + last);
                }
            } catch (TimeoutException e) {
                last = "no answer within " + timeout.toMillis() + " ms";
            } catch (IOException e) {
                last = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
        }
        throw new IOException(address + ": " + last + (tries > 1 ? ", also at the last of " + tries + " tries" : ""));
    }

    private HttpResponse<byte[]> once(HttpRequest request) throws IOException, TimeoutException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> new LimitedBody());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private Duration waitBefore(int attempt) {
        Duration wait = firstWait.multipliedBy(1L << Math.min(16, attempt - 2));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** What all tries and the waits between them can take. */
    Duration patience() {
        Duration all = timeout.multipliedBy(tries);
        for (int attempt = 2; attempt <= tries; attempt++) {
            all = all.plus(waitBefore(attempt));
        }
        return all;
    }

    private static String said(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, SHOWN * 4), StandardCharsets.UTF_8).replaceAll("\\s+|\\p{Cntrl}", " ").strip();
        return text.isEmpty() ? "" : ": " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
    }
}
