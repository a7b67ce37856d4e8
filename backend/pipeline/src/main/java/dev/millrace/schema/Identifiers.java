package dev.millrace.schema;

import java.util.regex.Pattern;

/** Names of columns as SQL sees them. */
public final class Identifiers {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Identifiers() {}

    /** Back-quoted for SQL, safe for every name. */
    public static String quote(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** The name as it is where it is a plain word, else back-quoted. Reserved words count as plain: use {@link #quote} for SQL. */
    public static String quoteIfNeeded(String name) {
        return PLAIN.matcher(name).matches() ? name : quote(name);
    }
}
