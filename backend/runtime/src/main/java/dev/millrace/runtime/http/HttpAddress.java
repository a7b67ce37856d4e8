package dev.millrace.runtime.http;

import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a service is and what it wants to be told with each request. The headers may hold secrets: they are never shown.
 *
 * @param url http or https, without user and password
 */
public record HttpAddress(String url, Map<String, String> headers) implements Serializable {
    /** @throws IllegalArgumentException with a sentence for people */
    public HttpAddress {
        headers = Map.copyOf(headers);
        URI uri = uri(url);
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("An address begins with http:// or https:// and a host; user and password belong into a header");
        }
        HttpRequest.Builder trial = HttpRequest.newBuilder(uri);
        headers.forEach((name, value) -> {
            try {
                trial.header(name, value);
            } catch (IllegalArgumentException e) {
                // What is wrong may hold the secret, so only the name is told.
                throw new IllegalArgumentException("The header '" + name + "' cannot be sent: its name or its value is not allowed");
            }
        });
    }

    private static URI uri(String url) {
        try {
            return URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            // The text may hold a secret, so it is not repeated.
            throw new IllegalArgumentException("This is no address of a service");
        }
    }

    HttpRequest.Builder request() {
        return to(uri(url));
    }

    /** A request to a place below the address. @param below begins with a slash or a question mark, percent-encoded */
    HttpRequest.Builder request(String below) {
        String base = url.strip();
        boolean twice = base.endsWith("/") && below.startsWith("/");
        return to(URI.create((twice ? base.substring(0, base.length() - 1) : base) + below));
    }

    private HttpRequest.Builder to(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        new TreeMap<>(headers).forEach(request::setHeader);
        return request;
    }

    /** Host and port alone: a path may be a secret too. */
    @Override
    public String toString() {
        URI uri = uri(url);
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
