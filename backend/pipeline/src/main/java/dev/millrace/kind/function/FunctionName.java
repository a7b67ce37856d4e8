package dev.millrace.kind.function;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a drawing names a function of an uploaded jar by: "geo@1.distance". */
public record FunctionName(String library, int version, String name) {
    private static final Pattern WRITTEN = Pattern.compile("([a-z][a-z0-9]{0,39})@([1-9][0-9]{0,8})\\.([A-Za-z][A-Za-z0-9_]{0,99})");

    /** @throws IllegalArgumentException where the text has another form */
    public static FunctionName parse(String text) {
        Matcher parts = WRITTEN.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text.strip() + "' names no function. Write its library, version and name: geo@1.distance");
        }
        return new FunctionName(parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3));
    }

    @Override public String toString() {
        return library + "@" + version + "." + name;
    }
}
