package dev.millrace.server.design;

import java.util.Objects;

/**
 * Who changed something.
 *
 * @param name the user's name
 * @param client which of the user's browser tabs it was, so that nobody gets an echo of an own edit; empty for REST
 */
public record Author(String name, String client) {
    public Author {
        Objects.requireNonNull(name);
        Objects.requireNonNull(client);
    }

    public static Author of(String name) {
        return new Author(name, "");
    }
}
