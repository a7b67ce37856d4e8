package dev.millrace.flink.kinds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A service that knows a secret. It takes rows with an id below 100, each only at the second try, and refuses the others. */
final class WebServer {
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private WebServer() {}

    /** Whether the hook never takes this row. */
    static boolean refuses(String body) {
        return body.contains("\"id\":100");
    }

    static HttpServer start(List<String> taken) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", call -> {
            String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!"secret".equals(call.getRequestHeaders().getFirst("Authorization")) || !call.getRequestMethod().equals("POST")) {
                answer(call, 401, "Who are you?");
            } else if (SEEN.add(body)) {
                answer(call, 503, "Busy");
            } else if (refuses(body)) {
                answer(call, 422, "No such order");
            } else {
                taken.add(body);
                answer(call, 204, "");
            }
        });
        server.createContext("/api", call -> {
            switch (call.getRequestURI().toString()) {
                case "/api/customers/7?lang=de" -> answer(call, 200, "{\"name\": \"Ada\", \"age\": 36, \"more\": [1, 2]}");
                case "/api/customers/a%2Fb%20%26c?lang=de" -> answer(call, 200, "{\"name\": null}");
                case "/api/customers/text?lang=de" -> answer(call, 200, "Hello");
                case "/api/customers/busy?lang=de" -> answer(call, 503, "Busy");
                case "/api/customers/no?lang=de" -> answer(call, 403, "Not yours");
                default -> answer(call, 404, "Nobody");
            }
        });
        server.start();
        return server;
    }

    private static void answer(HttpExchange call, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            call.getResponseBody().write(body);
        }
        call.close();
    }
}
