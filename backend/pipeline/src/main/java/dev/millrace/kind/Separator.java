package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostic.Code;
import java.util.Optional;

/** What stands between the fields of a CSV record, as a setting: one character, or "tab". */
public final class Separator {
    private Separator() {}

    /** The character; empty where it is none. */
    public static Optional<Character> find(String text) {
        if (text.strip().equalsIgnoreCase("tab")) {
            return Optional.of('\t');
        }
        String one = text.length() == 1 ? text : text.strip();
        return one.length() != 1 || "\"\n\r".contains(one) || Character.isSurrogate(one.charAt(0)) ? Optional.empty() : Optional.of(one.charAt(0));
    }

    /** The character; a diagnostic and a comma where it is none. */
    public static char read(String path, String text, Scope at) {
        return find(text).orElseGet(() -> {
            at.error(Code.BAD_SETTING, path, "'" + text + "' cannot separate fields", "Use one character, such as a comma or a semicolon, or write tab");
            return ',';
        });
    }
}
