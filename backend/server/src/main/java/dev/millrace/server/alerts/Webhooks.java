package dev.millrace.server.alerts;

import dev.millrace.server.alerts.Delivery.NotDelivered;
import dev.millrace.server.outside.OutsideServices;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts JSON to services. Redirects are not followed, and nothing of an answer is kept but its status. */
final class Webhooks {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(15);
    /** Answers after which it may go better the next time, beside all of 500 and more. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();

    void post(OutsideServices.Service service, String body) throws NotDelivered {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url().strip())).timeout(WHOLE).POST(HttpRequest.BodyPublishers.ofString(body));
        request.setHeader("Content-Type", "application/json; charset=utf-8");
        service.headers().forEach(request::setHeader);
        CompletableFuture<HttpResponse<Void>> asked = http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        int status;
        try {
            // From the first byte to the last: an answer that drips counts as none.
            status = asked.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException slow) {
            asked.cancel(true);
            throw new NotDelivered(service.place() + " did not answer within " + WHOLE.toSeconds() + " s", true);
        } catch (ExecutionException failed) {
            throw new NotDelivered(why(service, failed.getCause()), true);
        } catch (InterruptedException interrupted) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw new NotDelivered("Millrace was stopped meanwhile", true);
        }
        if (status >= 300 || status < 200) {
            throw new NotDelivered(service.place() + " answered " + status, status >= 500 || LATER.contains(status));
        }
    }

    private static String why(OutsideServices.Service service, Throwable failed) {
        if (failed instanceof ConnectException && failed.getCause() instanceof UnresolvedAddressException) {
            return "No host is called as " + service.place() + " says";
        }
        return switch (failed) {
            case HttpTimeoutException slow -> service.place() + " did not answer in time";
            case ConnectException refused -> "Nothing listens at " + service.place();
            case IOException broken -> "The connection to " + service.place() + " broke off";
            default -> service.place() + " could not be asked";
        };
    }
}
