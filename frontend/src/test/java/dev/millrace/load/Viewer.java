package dev.millrace.load;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody who looks at a page, as far as the server can tell: signs in, opens the page by the requests that a browser makes, keeps the connection open by which
 * changes are pushed, and confirms rows that were sent. It draws nothing, so that a hundred of them fit beside what they look at.
 */
final class Viewer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern TOKEN = Pattern.compile("<meta name=\"_csrf\" content=\"([^\"]+)\"");
    /** What a window of 1440 by 900 says of itself. */
    private static final String WINDOW = "&v-sh=900&v-sw=1440&v-wh=900&v-ww=1440&v-bh=900&v-bw=1440&v-tzo=0&v-dstd=0&v-rtzo=0&v-dston=false&v-tzid=UTC&v-wn=v-%s&v-td=false"
            + "&v-pr=1&v-np=Linux&v-cs=light&v-pv=VISIBLE&v-tn=aura&v-ws=false";

    private final String address;
    private final HttpClient http;
    private final Executor answers;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final StringBuilder half = new StringBuilder();
    private String key;
    private int ui;
    private long clientId;
    private long serverId;
    private WebSocket socket;
    private volatile String failure = "";
    private volatile boolean reads = true;
    private volatile String looksFor = "";
    private volatile boolean seen;

    /**
     * @param executor for all viewers together: each is idle nearly all the time
     * @param answers other threads, on which viewers may wait for the server
     */
    Viewer(String address, Executor executor, Executor answers) {
        this.address = address;
        this.answers = answers;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager()).executor(executor).connectTimeout(PATIENCE).build();
    }

    /** Signs in and opens a page. @param path without a slash at its begin */
    Viewer open(String user, String password, String path) throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(get("/login"));
        if (!token.find()) {
            throw new IllegalStateException("The page for signing in has no token");
        }
        String form = "username=" + encoded(user) + "&password=" + encoded(password) + "&_csrf=" + encoded(token.group(1));
        HttpResponse<String> in = http.send(request("/login").header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(form)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (in.headers().firstValue("Location").filter(to -> !to.contains("error") && !to.contains("login")).isEmpty()) {
            throw new IllegalStateException("Could not sign in: " + in.statusCode() + " to " + in.headers().firstValue("Location"));
        }
        JsonNode begin = JSON.readTree(get("/?v-r=init&location=" + encoded(path) + "&query=" + WINDOW.formatted(hashCode()))).path("appConfig");
        ui = begin.path("v-uiId").asInt();
        key = begin.path("uidl").path("Vaadin-Security-Key").asString();
        connect(begin.path("uidl").path("Vaadin-Push-ID").asString());
        call("{\"type\":\"event\",\"node\":1,\"event\":\"ui-navigate\",\"data\":{\"route\":\"/" + path + "\",\"query\":\"\",\"appShellTitle\":\"\",\"historyState\":{\"idx\":0},\"trigger\":\"\"}}");
        return this;
    }

    private void connect(String pushId) {
        URI at = URI.create(address.replaceFirst("^http", "ws") + "/VAADIN/push?v-r=push&v-uiId=" + ui + "&v-pushId=" + pushId + "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=4.0.1"
                + "&X-Atmosphere-Transport=websocket&X-Atmosphere-TrackMessageSize=true&Content-Type=application/json;%20charset=UTF-8&X-atmo-protocol=true&X-Vaadin-LastSeenServerSyncId=0");
        socket = http.newWebSocketBuilder().connectTimeout(PATIENCE).buildAsync(at, new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                take(text);
                if (reads) {
                    from.request(1);
                }
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                failure = "The connection was closed: " + status + " " + reason;
                return null;
            }

            @Override
            public void onError(WebSocket from, Throwable error) {
                failure = "The connection broke: " + error;
            }
        }).join();
    }

    /** A message is its length, a bar and so many characters; what arrives may be part of one, or several. */
    private synchronized void take(CharSequence text) {
        bytes.addAndGet(text.toString().getBytes(StandardCharsets.UTF_8).length);
        half.append(text);
        int bar;
        while ((bar = half.indexOf("|")) > 0) {
            int length = Integer.parseInt(half.substring(0, bar).strip());
            if (half.length() < bar + 1 + length) {
                return;
            }
            String message = half.substring(bar + 1, bar + 1 + length);
            half.delete(0, bar + 1 + length);
            if (message.startsWith("{")) {
                if (!looksFor.isEmpty() && message.contains(looksFor)) {
                    seen = true;
                }
                messages.incrementAndGet();
                CompletableFuture.runAsync(() -> answer(JSON.readTree(message)), answers);
            }
        }
    }

    /** A grid wants to be told which of its messages were taken in. */
    private void answer(JsonNode message) {
        if (message.has("syncId")) {
            serverId = message.path("syncId").asLong();
        }
        var calls = new StringBuilder();
        for (JsonNode run : message.path("execute")) {
            if (run.path(run.size() - 1).asString("").contains(".$connector.confirm(")) {
                calls.append(calls.isEmpty() ? "" : ",").append("{\"type\":\"publishedEventHandler\",\"node\":").append(run.path(0).path("@v-node").asInt())
                        .append(",\"templateEventMethodName\":\"confirmUpdate\",\"templateEventMethodArgs\":[").append(run.path(1).asInt()).append("]}");
            }
        }
        if (!calls.isEmpty()) {
            try {
                call(calls.toString());
            } catch (IOException | RuntimeException broken) {
                failure = "An answer was not taken: " + broken;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One at a time, as a browser does. */
    private void call(String calls) throws IOException, InterruptedException {
        String answer;
        synchronized (http) {
            String body = "{\"csrfToken\":\"" + key + "\",\"rpc\":[" + calls + "],\"syncId\":" + serverId + ",\"clientId\":" + clientId++ + "}";
            HttpResponse<String> taken = http.send(request("/?v-r=uidl&v-uiId=" + ui).header("Content-Type", "application/json; charset=UTF-8").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
            answer = taken.body();
            if (taken.statusCode() != 200 || answer.contains("\"appError\"") || answer.contains("\"resynchronize\"")) {
                throw new IllegalStateException("Refused with " + taken.statusCode() + ": " + answer.substring(0, Math.min(300, answer.length())));
            }
        }
        bytes.addAndGet(answer.length());
        answer(JSON.readTree(answer.replaceFirst("^for\\(;;\\);\\[(.*)\\]$", "$1")));
    }

    /** A browser shows once a minute that it is still there. */
    void beat() {
        try {
            http.send(request("/?v-r=heartbeat&v-uiId=" + ui).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException away) {
            failure = "The server does not answer: " + away;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes in nothing more, though its connection stays. */
    void stopReading() {
        reads = false;
    }

    void readOn() {
        reads = true;
        socket.request(1);
    }

    /** From now on: what was looked for before is not taken for it while it is changed. */
    synchronized void lookFor(String text) {
        seen = false;
        looksFor = text;
    }

    /** Whether it has been shown what it looks for. */
    boolean hasSeen() {
        return seen;
    }

    /** All that was sent to it so far. */
    long bytes() {
        return bytes.get();
    }

    /** Changes that were pushed to it so far. */
    long messages() {
        return messages.get();
    }

    /** Why it sees nothing any more; empty as long as it does. */
    String failure() {
        return failure;
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).header("Accept", "text/html,application/json").GET().build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
        http.shutdownNow();
    }
}
