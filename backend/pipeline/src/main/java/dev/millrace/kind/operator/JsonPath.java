package dev.millrace.kind.operator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths into JSON as people write them: {@code user.id}, {@code tags[0]}, {@code ['first name'].x}, with or without {@code $} before.
 * Only names and positions; a path that the engine would refuse while running is refused here.
 */
final class JsonPath {
    private static final int LONGEST = 500;
    private static final Pattern STEP = Pattern.compile("\\.?([\\p{L}_][\\p{L}\\p{N}_-]*)|\\[(\\d{1,9})\\]|\\[\\s*(?:'([^'\\\\\\[\\]]+)'|\"([^\"\\\\\\[\\]]+)\")\\s*\\]");

    private JsonPath() {}

    /** The path in one spelling, "$.user['first name'][0]"; empty where it is none. */
    static Optional<String> read(String text) {
        String path = text.strip();
        int at = path.startsWith("$") ? 1 : 0;
        boolean first = at == 0;
        if (path.length() > LONGEST || at == path.length() || path.startsWith(".")) {
            return Optional.empty();
        }
        var written = new StringBuilder("$");
        Matcher step = STEP.matcher(path);
        while (at < path.length()) {
            step.region(at, path.length());
            if (!step.lookingAt() || step.group(1) != null && path.charAt(at) != '.' && !first) {
                return Optional.empty();
            }
            if (step.group(2) != null) {
                written.append('[').append(Integer.parseInt(step.group(2))).append(']');
            } else {
                String name = step.group(1) != null ? step.group(1) : step.group(3) != null ? step.group(3) : step.group(4);
                if (name.indexOf('\'') >= 0) {
                    return Optional.empty();
                }
                written.append("['").append(name).append("']");
            }
            at = step.end();
            first = false;
        }
        return Optional.of(written.toString());
    }
}
