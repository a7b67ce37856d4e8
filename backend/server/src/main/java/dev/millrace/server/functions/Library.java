package dev.millrace.server.functions;

import dev.millrace.rel.UserFunction;
import java.time.Instant;
import java.util.List;

/**
 * A version of a library of functions: one uploaded jar.
 *
 * @param sha256 of its bytes, in lower-case hexadecimal digits
 * @param size in bytes
 * @param functions by name
 */
public record Library(String name, int version, String sha256, long size, String author, Instant at, List<UserFunction> functions) {
    public Library {
        functions = List.copyOf(functions);
    }
}
