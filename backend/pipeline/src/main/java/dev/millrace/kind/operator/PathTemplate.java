package dev.millrace.kind.operator;

import dev.millrace.rel.HttpLookup.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path with places for columns: {@code /customers/{id}?lang={lang}}. */
final class PathTemplate {
    private static final Pattern PIECE = Pattern.compile("\\{([^{}]+)}|([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+");
    private static final int LONGEST = 2_000;

    private PathTemplate() {}

    /** @throws IllegalArgumentException with a sentence for people */
    static List<Part> parse(String text) {
        String path = text.strip();
        if (path.length() > LONGEST || !path.startsWith("/") && !path.startsWith("?")) {
            throw new IllegalArgumentException("A path begins with / or ? and has at most " + LONGEST + " characters");
        }
        if (Pattern.compile("(^|/)\\.\\.?(/|$|\\?)").matcher(path.replaceAll("(?i)%2e", ".")).find()) {
            throw new IllegalArgumentException("A path cannot lead upwards with '..'");
        }
        var parts = new ArrayList<Part>();
        Matcher piece = PIECE.matcher(path);
        int at = 0;
        while (at < path.length()) {
            if (!piece.region(at, path.length()).lookingAt()) {
                throw new IllegalArgumentException("'" + path.charAt(at) + "' cannot stand in a path" + (path.charAt(at) == '{' ? "; a column is written {name}" : ""));
            }
            parts.add(piece.group(1) == null ? new Part.Literal(piece.group()) : new Part.Value(piece.group(1).strip()));
            at = piece.end();
        }
        return parts;
    }
}
